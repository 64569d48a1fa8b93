// Convolution and its gradients as matrix products. Without groups they read their windows in place (direct-convolution.h,
// direct-kernel-gradient.h), a kernel for each channel goes by channels (depthwise.h), and other groups have their windows
// laid out (laid-convolution.h). affineConv adds a bias and applies an activation, which is the last parameter.
#include "kernels/depthwise.h"
#include "kernels/direct-convolution.h"
#include "kernels/direct-kernel-gradient.h"
#include "kernels/laid-convolution.h"

namespace mariana::MARIANA_ISA {
namespace {

// Whether windows may be read in place: one group, and padding that is not out of proportion to what there is.
bool isDirect(const Convolution& c) {
  if (c.groups != 1 || c.width == 0 || c.to == 0) return false;
  double padded = static_cast<double>(c.w.batch) * static_cast<double>(c.from + c.to), there = padded * 8;
  for (int i = 0; i < 3; i++) {
    const double in = static_cast<double>(c.w.input[i]), out = static_cast<double>(c.w.output[i]);
    const double reach = static_cast<double>(c.w.window[i] - 1) * static_cast<double>(c.w.dilation[i]);
    padded *= out * static_cast<double>(c.w.strides[i]) + reach + in;
    there *= in + out;
  }
  return padded <= there || padded < 4e6;
}
// For the input's gradient there is a pass for each phase of the strides; few channels would leave most lanes of a vector idle.
bool isDirectBack(const Convolution& c) {
  const int64_t* s = c.w.strides;
  return isDirect(c) && c.from >= 8 && s[0] <= 4 && s[1] <= 4 && s[2] <= 4;
}

// One channel to each: the kernel is [window, 1, channels].
bool isDepthwise(const Convolution& c) { return c.groups > 1 && c.from == 1 && c.to == 1 && c.width > 0; }

// Windows of one element, next to each other: positions are rows of a matrix.
bool isPointwise(const Windows& w) {
  for (int i = 0; i < 3; i++) {
    if (w.window[i] != 1 || w.strides[i] != 1 || w.low[i] != 0 || w.input[i] != w.output[i]) return false;
  }
  return true;
}

template <class V>
bool directForward(const Convolution& c, const typename V::T* x, const typename V::T* kernel, typename V::T* y,
                   const Epilogue<V>& epilogue) {
  const int64_t to = c.outChannels();
  if (isPointwise(c.w)) {
    return product<V>({x, c.from, 1}, {kernel, to, 1}, y, c.w.batch * c.w.outputSize(), to, c.from, false, epilogue);
  }
  DirectAxis axes[3];
  for (int i = 0; i < 3; i++) {
    axes[i] = {c.w.input[i], c.w.output[i], 0, c.w.strides[i], c.w.window[i], -c.w.low[i], c.w.dilation[i], 0, 1, c.w.window[i],
               0, 1, c.w.output[i]};
  }
  return DirectConvolution<V>(axes, c.w.batch, c.from, to).run(x, {kernel, to, 1}, y, epilogue);
}

// The outputs of one phase: input positions p with p + low ≡ `phase` modulo the stride. They meet the taps t with
// t · dilation ≡ phase, each of them the output at (p + low − t · dilation) / stride. No taps: nothing reaches them.
DirectAxis phaseOf(const Windows& w, int i, int64_t phase) {
  const int64_t s = w.strides[i], d = w.dilation[i];
  int64_t first = 0, taps = 0, apart = 0;
  for (int64_t t = 0; t < w.window[i] && t < 2 * s; t++) {
    if ((t * d - phase) % s != 0) continue;
    if (taps++ == 0) first = t;
    else if (apart == 0) apart = t - first;
  }
  if (apart == 0) apart = s;  // one tap at most
  taps = taps == 0 ? 0 : (w.window[i] - 1 - first) / apart + 1;
  const int64_t last = first + (taps - 1) * apart;
  const int64_t begin = w.low[i] <= phase ? 0 : (w.low[i] - phase + s - 1) / s;  // the first such position, in steps of s
  const int64_t target = begin * s + phase - w.low[i];
  const int64_t outputs = target >= w.input[i] ? 0 : (w.input[i] - 1 - target) / s + 1;
  const int64_t shiftStep = apart * d / s;
  return {w.output[i], outputs, begin, 1, taps, (phase - last * d) / s, shiftStep < 1 ? 1 : shiftStep, last, -apart, w.window[i],
          target, s, w.input[i]};
}

template <class V>
bool directInputGradient(const Convolution& c, const typename V::T* dy, const typename V::T* kernel, typename V::T* dx) {
  const int64_t to = c.outChannels();
  if (isPointwise(c.w)) return product<V>({dy, to, 1}, {kernel, 1, to}, dx, c.w.batch * c.w.outputSize(), c.from, to);
  const int64_t* s = c.w.strides;
  for (int i = 0; i < 3; i++) {
    // Steps longer than the window leave positions that nothing reaches.
    if (c.w.window[i] >= s[i] && c.w.dilation[i] == 1) continue;
    memset(dx, 0, static_cast<size_t>(c.w.batch * c.w.inputSize() * c.from) * sizeof(*dx));
    break;
  }
  for (int64_t phase = 0; phase < s[0] * s[1] * s[2]; phase++) {
    const DirectAxis axes[3] = {phaseOf(c.w, 0, phase / (s[1] * s[2])), phaseOf(c.w, 1, phase / s[2] % s[1]), phaseOf(c.w, 2, phase % s[2])};
    if (axes[0].outputs * axes[1].outputs * axes[2].outputs == 0 || axes[0].taps * axes[1].taps * axes[2].taps == 0) continue;
    if (!DirectConvolution<V>(axes, c.w.batch, to, c.from).run(dy, {kernel, 1, to}, dx)) return false;
  }
  return true;
}

template <class V>
Status conv(const Call& call, const Convolution& c, const Epilogue<V>& epilogue = {}) {
  const Array &x = call.inputs[0], &kernel = call.inputs[1], &y = call.outputs[0];
  using T = typename V::T;
  T* to = dataOf<T>(y);
  if (isDirect(c)) return directForward<V>(c, dataOf<T>(x), dataOf<T>(kernel), to, epilogue) ? Status::ok : Status::outOfMemory;
  Status status = Status::ok;
  if (isDepthwise(c)) Depthwise<V>(c.w).forward(dataOf<T>(x), dataOf<T>(kernel), to);
  else status = forward<V>(c, x, kernel, y);
  if (status == Status::ok) finishAll(epilogue, to, y.size / c.outChannels(), c.outChannels());
  return status;
}
template <class V>
Status convInputGradient(const Call& call, const Convolution& c) {
  const Array &dy = call.inputs[0], &kernel = call.inputs[1], &dx = call.outputs[0];
  using T = typename V::T;
  if (isDepthwise(c)) {
    Depthwise<V>(c.w).inputGradient(dataOf<T>(dy), dataOf<T>(kernel), dataOf<T>(dx));
    return Status::ok;
  }
  if (!isDirectBack(c)) return inputGradient<V>(c, dy, kernel, dx);
  return directInputGradient<V>(c, dataOf<T>(dy), dataOf<T>(kernel), dataOf<T>(dx)) ? Status::ok : Status::outOfMemory;
}
template <class V>
Status convKernelGradient(const Call& call, const Convolution& c) {
  const Array &x = call.inputs[0], &dy = call.inputs[1], &dk = call.outputs[0];
  using T = typename V::T;
  if (isDepthwise(c)) {
    Depthwise<V>(c.w).kernelGradient(dataOf<T>(x), dataOf<T>(dy), dataOf<T>(dk));
    return Status::ok;
  }
  if (!isDirect(c) || dy.size == 0) return kernelGradient<V>(c, x, dy, dk);
  const T *from = dataOf<T>(x), *to = dataOf<T>(dy);
  const int64_t out = c.outChannels(), positions = c.w.batch * c.w.outputSize();
  const bool done = isPointwise(c.w) ? product<V>({from, 1, c.from}, {to, out, 1}, dataOf<T>(dk), c.from, out, positions)
                                     : DirectKernelGradient<V>(c.w, out).run(from, to, dataOf<T>(dk));
  return done ? Status::ok : Status::outOfMemory;
}

}  // namespace

MARIANA_KERNEL(conv) {
  Convolution c;
  MARIANA_CHECK(call.numInputs == 2 && call.numOutputs == 1 && c.read(call, call.inputs[0], call.inputs[1], call.outputs[0]));
  if (call.outputs[0].size == 0) return Status::ok;
  switch (call.outputs[0].dtype) {
    case DType::float32: return conv<F32>(call, c);
    case DType::float64: return conv<F64>(call, c);
    default: return Status::unsupported;
  }
}

MARIANA_KERNEL(affineConv) {
  Convolution c;
  MARIANA_CHECK(call.numInputs == 3 && call.numOutputs == 1 && call.numParams > 0);
  MARIANA_CHECK(c.read(call, call.inputs[0], call.inputs[1], call.outputs[0], 1));
  const Array &bias = call.inputs[2], &y = call.outputs[0];
  const int64_t activation = integerParam(call, call.numParams - 1);
  MARIANA_CHECK(activation >= 0 && activation < numActivations && bias.dtype == y.dtype && bias.size == c.outChannels());
  if (y.size == 0) return Status::ok;
  switch (y.dtype) {
    case DType::float32: return conv<F32>(call, c, {dataOf<float>(bias), static_cast<Activation>(activation)});
    case DType::float64: return conv<F64>(call, c, {dataOf<double>(bias), static_cast<Activation>(activation)});
    default: return Status::unsupported;
  }
}

MARIANA_KERNEL(convInputGradient) {
  Convolution c;
  MARIANA_CHECK(call.numInputs == 2 && call.numOutputs == 1 && c.read(call, call.outputs[0], call.inputs[1], call.inputs[0]));
  if (call.outputs[0].size == 0) return Status::ok;
  switch (call.outputs[0].dtype) {
    case DType::float32: return convInputGradient<F32>(call, c);
    case DType::float64: return convInputGradient<F64>(call, c);
    default: return Status::unsupported;
  }
}

MARIANA_KERNEL(convKernelGradient) {
  Convolution c;
  MARIANA_CHECK(call.numInputs == 2 && call.numOutputs == 1 && c.read(call, call.inputs[0], call.outputs[0], call.inputs[1]));
  if (call.outputs[0].size == 0) return Status::ok;
  switch (call.outputs[0].dtype) {
    case DType::float32: return convKernelGradient<F32>(call, c);
    case DType::float64: return convKernelGradient<F64>(call, c);
    default: return Status::unsupported;
  }
}

}  // namespace mariana::MARIANA_ISA
