// softmaxCrossEntropy and its gradient. Parameters: whether targets are class indices (int32) rather than probabilities.
// Inputs: logits [rows, classes], targets; outputs: the loss and log Σ e^logits by row. Of the gradient: logits, targets,
// log Σ e^logits, dy; output: that of the logits. An index that names no class gives 0 and no gradient.
#include "exp-below.h"
#include "rows.h"

namespace mariana::MARIANA_ISA {
namespace {

struct Setting {
  int64_t rows = 0, classes = 0;
  bool sparse = false, sound = false;
};

Setting settingOf(const Call& call, int numInputs, int numOutputs) {
  Setting s;
  if (call.numInputs != numInputs || call.numOutputs != numOutputs || call.numParams != 1) return s;
  const Array& x = call.inputs[0];
  if (x.rank < 1 || x.shape[x.rank - 1] < 1) return s;
  s.classes = x.shape[x.rank - 1];
  s.rows = x.size / s.classes;
  s.sparse = call.params[0] != 0;
  const Array& targets = call.inputs[1];
  s.sound = s.sparse ? targets.dtype == DType::int32 && targets.size == s.rows
                     : targets.dtype == x.dtype && targets.size == x.size;
  for (int i = 2; i < numInputs; i++) s.sound = s.sound && call.inputs[i].size == s.rows && call.inputs[i].dtype == x.dtype;
  for (int i = 0; i < numOutputs; i++) {
    s.sound = s.sound && call.outputs[i].dtype == x.dtype && call.outputs[i].size == (numOutputs == 1 ? x.size : s.rows);
  }
  return s;
}

int64_t grainOf(int64_t classes) { return 8192 / (classes + 1) + 1; }

template <class V>
Status forward(Call& call, const Setting& s) {
  using T = typename V::T;
  const T* logits = dataOf<T>(call.inputs[0]);
  const int32_t* indices = s.sparse ? dataOf<int32_t>(call.inputs[1]) : nullptr;
  const T* shares = s.sparse ? nullptr : dataOf<T>(call.inputs[1]);
  T* losses = dataOf<T>(call.outputs[0]);
  T* logSums = dataOf<T>(call.outputs[1]);
  const int64_t n = s.classes;
  parallelFor(s.rows, grainOf(n), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const T* x = logits + row * n;
      T top = x[0];
      for (int64_t i = 1; i < n; i++) top = x[i] > top ? x[i] : top;
      const V shift = V::all(top);
      const double logSum = logarithm(sumOfRow<V>(n, [&](int64_t i, int count) {
        return firstOf(expBelow(loadSome<V>(x + i, count) - shift), count);
      }));
      logSums[row] = static_cast<T>(top + logSum);
      if (s.sparse) {
        const int32_t label = indices[row];
        losses[row] = label >= 0 && label < n ? static_cast<T>(logSum - (static_cast<double>(x[label]) - top)) : 0;
      } else {
        const V off = V::all(static_cast<T>(logSum));
        // A share of 0 counts nothing, also of a logit of −∞.
        losses[row] = sumOfRow<V>(n, [&](int64_t i, int count) {
          const V share = loadSome<V>(shares + row * n + i, count);
          const V term = share * (off - (loadSome<V>(x + i, count) - shift));
          return firstOf(select(equal(share, V::zero()), V::zero(), term), count);
        });
      }
    }
  });
  return Status::ok;
}

template <class V>
Status backward(Call& call, const Setting& s) {
  using T = typename V::T;
  const T* logits = dataOf<T>(call.inputs[0]);
  const int32_t* indices = s.sparse ? dataOf<int32_t>(call.inputs[1]) : nullptr;
  const T* shares = s.sparse ? nullptr : dataOf<T>(call.inputs[1]);
  const T* logSums = dataOf<T>(call.inputs[2]);
  const T* dys = dataOf<T>(call.inputs[3]);
  T* dxs = dataOf<T>(call.outputs[0]);
  const int64_t n = s.classes;
  parallelFor(s.rows, grainOf(n), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; row++) {
      const T* x = logits + row * n;
      T* dx = dxs + row * n;
      const V shift = V::all(logSums[row]), dy = V::all(dys[row]);
      if (s.sparse) {
        const int32_t label = indices[row];
        const bool counts = label >= 0 && label < n;
        eachVector<V>(n, [&](int64_t i, int count) {
          storeSome(counts ? expBelow(loadSome<V>(x + i, count) - shift) * dy : V::zero(), dx + i, count);
        });
        if (counts) dx[label] -= dys[row];
      } else {
        const T* p = shares + row * n;
        const V whole = V::all(sumOfRow<V>(n, [&](int64_t i, int count) { return loadSome<V>(p + i, count); }));
        eachVector<V>(n, [&](int64_t i, int count) {
          const V power = expBelow(loadSome<V>(x + i, count) - shift);
          storeSome((power * whole - loadSome<V>(p + i, count)) * dy, dx + i, count);
        });
      }
    }
  });
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(softmaxCrossEntropy) {
  const Setting s = settingOf(call, 2, 2);
  MARIANA_CHECK(s.sound);
  if (call.inputs[0].dtype == DType::float32) return forward<F32>(call, s);
  return call.inputs[0].dtype == DType::float64 ? forward<F64>(call, s) : Status::unsupported;
}

MARIANA_KERNEL(softmaxCrossEntropyGradient) {
  const Setting s = settingOf(call, 4, 1);
  MARIANA_CHECK(s.sound);
  if (call.inputs[0].dtype == DType::float32) return backward<F32>(call, s);
  return call.inputs[0].dtype == DType::float64 ? backward<F64>(call, s) : Status::unsupported;
}

}  // namespace mariana::MARIANA_ISA
