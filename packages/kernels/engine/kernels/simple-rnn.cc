// A simple recurrent network over a sequence, and its gradient: rows of the batch go through all steps on one thread.
#include "gates.h"
#include "sequence-gradient.h"

namespace mariana::MARIANA_ISA {
namespace {

template <class V>
Status forward(Call& call) {
  using T = typename V::T;
  const DType dtype = call.inputs[0].dtype;
  const Sequence<T> s = readSequence<T>(call, 1, 1, dtype);
  const int64_t batch = s.batch, time = s.time, units = s.units;
  MARIANA_CHECK(s.sound && s.next == call.numInputs && call.numOutputs == 2);
  MARIANA_CHECK(call.outputs[0].size == batch * units && call.outputs[1].size == batch * time * units);
  T *last = dataOf<T>(call.outputs[0]), *y = dataOf<T>(call.outputs[1]);
  Scratch<T> recurrent(packedSize<V>(units, units));
  if (!recurrent) return Status::outOfMemory;
  packPanels<V>(units, units, recurrent.data(), [&](int64_t i, int64_t j) { return s.recurrent[i * units + j]; });
  const int64_t kernelSize = packedSize<V>(s.width, units), stateSize = rowsTogether * units;
  const int64_t parts = (batch + rowsTogether - 1) / rowsTogether;
  const int64_t each = kernelSize + 2 * stateSize;
  Scratch<T> memory(parts * each), products(batch * time * units), packed(kernelSize);
  if (!packed || !memory || !products) return Status::outOfMemory;
  packKernel<V>(s, packed.data());
  parallelEach(parts, [&](int64_t part) {
    const int64_t begin = part * rowsTogether, end = begin + rowsTogether < batch ? begin + rowsTogether : batch;
    T *kernel = memory.data() + part * each, *h = kernel + kernelSize, *seen = h + stateSize;
    projectRows<V>(s, begin, end, packed.data(), kernel, products.data());
    const int64_t count = (end - begin) * units;
    for (int64_t i = 0; i < count; i++) h[i] = s.states[0][begin * units + i];
    for (int64_t k = 0; k < time; k++) {
      const int64_t t = s.stepAt(k);
      T* z = products.data() + (begin * time + t) * units;
      const T* factors = s.recurrentMasks == nullptr ? nullptr : s.recurrentMask(0, begin);
      if (factors != nullptr) {
        for (int64_t i = 0; i < count; i++) seen[i] = h[i] * factors[i];
      }
      panelProduct<V, Begin::there>({factors == nullptr ? h : seen, units, 1}, end - begin, units, recurrent.data(), units,
                                    nullptr, z, time * units);
      for (int64_t row = begin; row < end; row++, z += time * units) {
        T* state = h + (row - begin) * units;
        if (s.counts(row, t)) {
          eachVector<V>(units, [&](int64_t at, int n) { storeSome(gateTanh(loadSome<V>(z + at, n)), state + at, n); });
        }
        for (int64_t i = 0; i < units; i++) y[(row * time + k) * units + i] = state[i];
      }
    }
    for (int64_t i = 0; i < count; i++) last[begin * units + i] = h[i];
  });
  return Status::ok;
}

template <class V>
Status backward(Call& call) {
  using T = typename V::T;
  const DType dtype = call.inputs[0].dtype;
  const Sequence<T> s = readSequence<T>(call, 1, 1, dtype);
  const int64_t batch = s.batch, time = s.time, width = s.width, units = s.units, state = batch * units;
  MARIANA_CHECK(s.sound && call.numParams == 6);
  const bool wantsInput = call.params[5] != 0;
  MARIANA_CHECK(call.numInputs == s.next + 2 + (s.sequences ? 1 : 0) && call.numOutputs == 4 + (wantsInput ? 1 : 0));
  MARIANA_CHECK(hasSize(call, s.next, state * time, dtype) && hasSize(call, s.next + 1, state, dtype) &&
                (!s.sequences || hasSize(call, s.next + 2, state * time, dtype)));
  const Array *in = call.inputs + s.next, *out = call.outputs;
  MARIANA_CHECK(out[0].size == width * units && out[1].size == units * units && out[2].size == units &&
                out[3].size == state && (!wantsInput || out[4].size == batch * time * width));
  const T *y = dataOf<T>(in[0]), *dOutput = dataOf<T>(in[1]), *dOutputs = s.sequences ? dataOf<T>(in[2]) : nullptr;
  Scratch<T> turned(packedSize<V>(units, units));
  if (!turned) return Status::outOfMemory;
  packPanels<V>(units, units, turned.data(), [&](int64_t i, int64_t j) { return s.recurrent[j * units + i]; });
  const int64_t parts = (batch + rowsTogether - 1) / rowsTogether, shareSize = (width + units + 1) * units;
  const int64_t stateSize = rowsTogether * units, dzSize = rowsTogether * time * units;
  const int64_t packedDz = packedSize<V>(time, units), packedKernel = packedSize<V>(units, width);
  const int64_t each = 2 * stateSize + dzSize + packedDz + packedKernel + (width > units ? width : units) * units + time * units;
  Scratch<T> shares(parts * shareSize), memory(parts * each), packed(packedKernel);
  if (!shares || !memory || !packed) return Status::outOfMemory;
  if (wantsInput) packKernelTurned<V>(s, packed.data());
  parallelEach(parts, [&](int64_t part) {
    const int64_t begin = part * rowsTogether, end = begin + rowsTogether < batch ? begin + rowsTogether : batch;
    const int64_t rows = end - begin, count = rows * units;
    T *dh = memory.data() + part * each, *made = dh + stateSize, *dz = made + stateSize, *dzPanels = dz + dzSize;
    T *kernel = dzPanels + packedDz, *previous = kernel + packedKernel, *product = previous + time * units;
    for (int64_t i = 0; i < count; i++) dh[i] = dOutput[begin * units + i];
    for (int64_t k = time - 1; k >= 0; k--) {
      const int64_t t = s.stepAt(k);
      for (int64_t r = 0; r < rows; r++) {
        const int64_t at = ((begin + r) * time + k) * units;
        T *d = dh + r * units, *z = dz + (r * time + t) * units;
        const bool counts = s.counts(begin + r, t);
        for (int64_t i = 0; i < units; i++) {
          if (dOutputs != nullptr) d[i] += dOutputs[at + i];
          z[i] = counts ? d[i] * (1 - y[at + i] * y[at + i]) : 0;
          if (counts) d[i] = 0;
        }
      }
      panelProduct<V, Begin::zero>({dz + t * units, time * units, 1}, rows, units, turned.data(), units, nullptr, made, units);
      const T* factors = s.recurrentMasks == nullptr ? nullptr : s.recurrentMask(0, begin);
      for (int64_t i = 0; i < count; i++) dh[i] += factors == nullptr ? made[i] : made[i] * factors[i];
    }
    T *dKernel = shares.data() + part * shareSize, *dRecurrent = dKernel + width * units, *dBias = dRecurrent + units * units;
    for (int64_t i = 0; i < shareSize; i++) dKernel[i] = 0;
    for (int64_t i = 0; i < count; i++) dataOf<T>(out[3])[begin * units + i] = dh[i];
    for (int64_t r = 0; r < rows; r++) {
      const int64_t row = begin + r;
      const T* z = dz + r * time * units;
      previousOutputs<T>(s, y, row, previous);
      packPanels<V>(time, units, dzPanels, [&](int64_t i, int64_t j) { return z[i * units + j]; });
      addShare<V>(s, s.x + row * time * width, width, dzPanels, s.inputMasks, row, product, dKernel);
      addShare<V>(s, previous, units, dzPanels, s.recurrentMasks, row, product, dRecurrent);
      for (int64_t i = 0; i < time * units; i++) dBias[i % units] += z[i];
      if (!wantsInput) continue;
      if (s.inputMasks != nullptr) maskKernelTurned<V>(s, row, packed.data(), kernel);
      panelProduct<V, Begin::zero>({z, units, 1}, time, units, s.inputMasks == nullptr ? packed.data() : kernel,
                                   width, nullptr,
                                   dataOf<T>(out[4]) + row * time * width, width);
    }
  });
  sumShares<T>(s, shares.data(), parts, shareSize, units, out);
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(simpleRnn) {
  return byFloat(call, [&]<class V>(V) { return forward<V>(call); });
}

MARIANA_KERNEL(simpleRnnGradient) {
  return byFloat(call, [&]<class V>(V) { return backward<V>(call); });
}

}  // namespace mariana::MARIANA_ISA
