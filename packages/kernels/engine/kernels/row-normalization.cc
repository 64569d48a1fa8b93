// Layer and RMS normalization of rows, and their gradients. Parameters: epsilon, whether there is gamma, whether there is
// beta. Inputs: x, gamma?, beta?; outputs: y, (mean,) 1 / √(variance + ε). Of the gradients: x, (mean,) inverse, dy, gamma?;
// outputs: dx, dgamma?, dbeta?.
#include "rows.h"

namespace mariana::MARIANA_ISA {
namespace {

struct Setting {
  int64_t rows = 0, channels = 0;
  double epsilon = 0;
  bool scale = false, center = false, sound = false;
};

Setting settingOf(const Call& call) {
  Setting s;
  if (call.numInputs < 1 || call.numParams != 3 || call.inputs[0].rank < 1) return s;
  const Array& x = call.inputs[0];
  s.channels = x.shape[x.rank - 1];
  s.rows = s.channels == 0 ? 0 : x.size / s.channels;
  s.epsilon = call.params[0];
  s.scale = call.params[1] != 0;
  s.center = call.params[2] != 0;
  s.sound = true;
  for (int i = 0; i < call.numInputs; i++) s.sound = s.sound && call.inputs[i].dtype == x.dtype;
  for (int i = 0; i < call.numOutputs; i++) s.sound = s.sound && call.outputs[i].dtype == x.dtype;
  return s;
}

int64_t grainOf(int64_t channels) { return 8192 / (channels + 1) + 1; }

template <class V, bool centered>
Status forward(Call& call, const Setting& s) {
  using T = typename V::T;
  const int statistics = centered ? 2 : 1;
  MARIANA_CHECK(call.numInputs == 1 + s.scale + s.center && call.numOutputs == 1 + statistics);
  for (int i = 1; i < call.numInputs; i++) MARIANA_CHECK(call.inputs[i].size == s.channels);
  MARIANA_CHECK(call.outputs[0].size == call.inputs[0].size);
  for (int i = 1; i <= statistics; i++) MARIANA_CHECK(call.outputs[i].size == s.rows);
  const T* xs = dataOf<T>(call.inputs[0]);
  const T* gamma = s.scale ? dataOf<T>(call.inputs[1]) : nullptr;
  const T* beta = s.center ? dataOf<T>(call.inputs[1 + s.scale]) : nullptr;
  T* ys = dataOf<T>(call.outputs[0]);
  T* means = centered ? dataOf<T>(call.outputs[1]) : nullptr;
  T* inverses = dataOf<T>(call.outputs[statistics]);
  const int64_t n = s.channels;
  parallelFor(s.rows, grainOf(n), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const T* x = xs + row * n;
      T* y = ys + row * n;
      T mean = 0;
      if (centered) {
        mean = sumOfRow<V>(n, [&](int64_t i, int count) { return loadSome<V>(x + i, count); }) / static_cast<T>(n);
        means[row] = mean;
      }
      const V middle = V::all(mean);
      const T squares = sumOfRow<V>(n, [&](int64_t i, int count) {
        MARIANA_PREFETCH(x + n + i);  // the next row: this one is at hand by now
        const V away = firstOf(loadSome<V>(x + i, count) - middle, count);
        return away * away;
      });
      const T inverse = inverseRoot<V>(squares / static_cast<T>(n) + static_cast<T>(s.epsilon));
      inverses[row] = inverse;
      const V factor = V::all(inverse);
      eachVector<V>(n, [&](int64_t i, int count) {
        V v = (loadSome<V>(x + i, count) - middle) * factor;
        if (gamma != nullptr) v = v * loadSome<V>(gamma + i, count);
        if (beta != nullptr) v = v + loadSome<V>(beta + i, count);
        storeSome(v, y + i, count);
      });
    }
  });
  return Status::ok;
}

template <class V, bool centered>
Status backward(Call& call, const Setting& s) {
  using T = typename V::T;
  const int at = centered ? 2 : 1;  // where the inverse stands
  MARIANA_CHECK(call.numInputs == at + 2 + s.scale && call.numOutputs == 1 + s.scale + s.center);
  for (int i = 1; i <= at; i++) MARIANA_CHECK(call.inputs[i].size == s.rows);
  MARIANA_CHECK(call.inputs[at + 1].size == call.inputs[0].size && call.outputs[0].size == call.inputs[0].size);
  if (s.scale) MARIANA_CHECK(call.inputs[at + 2].size == s.channels);
  for (int i = 1; i < call.numOutputs; i++) MARIANA_CHECK(call.outputs[i].size == s.channels);
  const T* xs = dataOf<T>(call.inputs[0]);
  const T* means = dataOf<T>(call.inputs[1]);
  const T* inverses = dataOf<T>(call.inputs[at]);
  const T* dys = dataOf<T>(call.inputs[at + 1]);
  const T* gamma = s.scale ? dataOf<T>(call.inputs[at + 2]) : nullptr;
  T* dxs = dataOf<T>(call.outputs[0]);
  const int64_t n = s.channels;
  // Sums over rows are made in parts that follow from the shape, so that they do not depend on the number of threads.
  const int64_t least = grainOf(n);
  int64_t parts = s.rows / least < 32 ? s.rows / least : 32;
  if (parts < 1) parts = 1;
  Scratch<T> sums(parts * 2 * n + 1);
  if (!sums) return Status::outOfMemory;
  parallelEach(parts, [&](int64_t part) {
    T* scaleSum = sums.data() + part * 2 * n;
    T* centerSum = scaleSum + n;
    for (int64_t i = 0; i < 2 * n; i++) scaleSum[i] = 0;
    for (int64_t row = s.rows * part / parts; row < s.rows * (part + 1) / parts; row++) {
      const T* x = xs + row * n;
      const T* dy = dys + row * n;
      T* dx = dxs + row * n;
      const V mean = V::all(centered ? means[row] : 0), inverse = V::all(inverses[row]);
      V total = V::zero();
      const T along = sumOfRow<V>(n, [&](int64_t i, int count) {
        const V d = loadSome<V>(dy + i, count), h = (loadSome<V>(x + i, count) - mean) * inverse;
        const V g = gamma == nullptr ? d : d * loadSome<V>(gamma + i, count);
        if (s.scale) storeSome(loadSome<V>(scaleSum + i, count) + d * h, scaleSum + i, count);
        if (s.center) storeSome(loadSome<V>(centerSum + i, count) + d, centerSum + i, count);
        if (centered) total = total + g;  // 0 beyond the row, as d is
        return g * h;
      });
      const V slope = V::all(along / static_cast<T>(n));
      const V shift = V::all(centered ? sum(total) / static_cast<T>(n) : 0);
      eachVector<V>(n, [&](int64_t i, int count) {
        const V d = loadSome<V>(dy + i, count), h = (loadSome<V>(x + i, count) - mean) * inverse;
        const V g = gamma == nullptr ? d : d * loadSome<V>(gamma + i, count);
        storeSome((g - shift - h * slope) * inverse, dx + i, count);
      });
    }
  });
  for (int output = 1; output < call.numOutputs; output++) {
    T* to = dataOf<T>(call.outputs[output]);
    const T* from = sums.data() + (s.scale && output == 1 ? 0 : n);
    for (int64_t i = 0; i < n; i++) {
      T total = 0;
      for (int64_t part = 0; part < parts; part++) total += from[part * 2 * n + i];
      to[i] = total;
    }
  }
  return Status::ok;
}

template <bool centered>
Status either(Call& call, bool gradient) {
  const Setting s = settingOf(call);
  MARIANA_CHECK(s.sound);
  switch (call.inputs[0].dtype) {
    case DType::float32:
      return gradient ? backward<F32, centered>(call, s) : forward<F32, centered>(call, s);
    case DType::float64:
      return gradient ? backward<F64, centered>(call, s) : forward<F64, centered>(call, s);
    default:
      return Status::unsupported;
  }
}

}  // namespace

MARIANA_KERNEL(layerNormalization) { return either<true>(call, false); }
MARIANA_KERNEL(layerNormalizationGradient) { return either<true>(call, true); }
MARIANA_KERNEL(rmsNormalization) { return either<false>(call, false); }
MARIANA_KERNEL(rmsNormalizationGradient) { return either<false>(call, true); }

}  // namespace mariana::MARIANA_ISA
