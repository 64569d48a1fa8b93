// softmax and logSoftmax along an axis, and their gradients. Parameters: the axis.
#include "exp-below.h"
#include "rows.h"

namespace mariana::MARIANA_ISA {
namespace {

// x as [outer, length, inner].
struct Fold {
  int64_t outer = 1, length = 1, inner = 1;
  bool sound = false;
};

Fold foldOf(const Call& call, int numInputs) {
  Fold fold;
  if (call.numInputs != numInputs || call.numOutputs != 1) return fold;
  const Array& x = call.inputs[0];
  const int64_t axis = integerParam(call, 0);
  if (axis < 0 || axis >= x.rank) return fold;
  for (int i = 0; i < x.rank; i++) (i < axis ? fold.outer : i == axis ? fold.length : fold.inner) *= x.shape[i];
  fold.sound = call.outputs[0].size == x.size && call.inputs[numInputs - 1].size == x.size &&
               call.outputs[0].dtype == x.dtype && call.inputs[numInputs - 1].dtype == x.dtype;
  return fold;
}

int64_t grainOf(int64_t length) { return length >= 8192 ? 1 : 8192 / (length + 1) + 1; }

enum class Form { probability, logarithm };

// A NaN may be passed over: it shows in the sum of exponentials.
template <class V>
MARIANA_INLINE typename V::T greatestOfRow(const typename V::T* x, int64_t length) {
  using T = typename V::T;
  V tops[4];
  for (V& top : tops) top = V::all(static_cast<T>(-__builtin_huge_val()));
  int64_t i = 0;
  for (; i + 4 * V::lanes <= length; i += 4 * V::lanes) {
    for (int k = 0; k < 4; k++) tops[k] = max(tops[k], V::load(x + i + k * V::lanes));
  }
  for (; i + V::lanes <= length; i += V::lanes) tops[0] = max(tops[0], V::load(x + i));
  T greatest = maxOf(max(max(tops[0], tops[1]), max(tops[2], tops[3])));
  for (; i < length; i++) greatest = x[i] > greatest ? x[i] : greatest;
  return greatest;
}

template <class V, Form form>
MARIANA_INLINE void softmaxRow(const typename V::T* x, typename V::T* y, int64_t length) {
  using T = typename V::T;
  const T top = greatestOfRow<V>(x, length);
  const V shift = V::all(top);
  if constexpr (form == Form::probability) {
    const T total = sumOfRow<V>(length, [&](int64_t at, int count) {
      MARIANA_PREFETCH(x + length + at);  // the next row: this one is at hand by now
      const V power = firstOf(expBelow(loadSome<V>(x + at, count) - shift), count);
      storeSome(power, y + at, count);
      return power;
    });
    const V factor = V::all(1 / total);
    eachVector<V>(length, [&](int64_t at, int count) { storeSome(loadSome<V>(y + at, count) * factor, y + at, count); });
  } else {
    const T total = sumOfRow<V>(length, [&](int64_t at, int count) {
      return firstOf(expBelow(loadSome<V>(x + at, count) - shift), count);
    });
    const V off = V::all(static_cast<T>(logarithm(total)));
    eachVector<V>(length, [&](int64_t at, int count) {
      storeSome(loadSome<V>(x + at, count) - shift - off, y + at, count);
    });
  }
}

template <class V, Form form>
MARIANA_INLINE void gradientRow(const typename V::T* y, const typename V::T* dy, typename V::T* dx, int64_t length) {
  using T = typename V::T;
  const T total = sumOfRow<V>(length, [&](int64_t at, int count) {
    const V g = loadSome<V>(dy + at, count);
    return form == Form::probability ? g * loadSome<V>(y + at, count) : g;
  });
  const V all = V::all(total);
  eachVector<V>(length, [&](int64_t at, int count) {
    const V g = loadSome<V>(dy + at, count), v = loadSome<V>(y + at, count);
    storeSome(form == Form::probability ? v * (g - all) : g - expBelow(v) * all, dx + at, count);
  });
}

// Runs row(position of the row in each array, arrays as contiguous rows): columns of an inner axis are gathered first.
template <class V, int arrays, class Row>
Status overRows(const Fold& fold, typename V::T* const (&data)[arrays], const Row& row) {
  using T = typename V::T;
  const int64_t length = fold.length;
  if (length == 0) return Status::ok;
  if (fold.inner == 1) {
    parallelFor(fold.outer, grainOf(length), [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; r++) {
        T* at[arrays];
        for (int a = 0; a < arrays; a++) at[a] = data[a] + r * length;
        row(at);
      }
    });
    return Status::ok;
  }
  const int64_t count = fold.outer * fold.inner;
  const int64_t parts = count < 64 ? count : 64;
  Scratch<T> scratch(parts * arrays * length);
  if (!scratch) return Status::outOfMemory;
  parallelEach(parts, [&](int64_t part) {
    T* at[arrays];
    for (int a = 0; a < arrays; a++) at[a] = scratch.data() + (part * arrays + a) * length;
    for (int64_t r = part; r < count; r += parts) {
      const int64_t start = r / fold.inner * length * fold.inner + r % fold.inner;
      for (int a = 0; a < arrays - 1; a++) {
        for (int64_t i = 0; i < length; i++) at[a][i] = data[a][start + i * fold.inner];
      }
      row(at);
      for (int64_t i = 0; i < length; i++) data[arrays - 1][start + i * fold.inner] = at[arrays - 1][i];
    }
  });
  return Status::ok;
}

template <class V, Form form>
Status forward(Call& call, const Fold& fold) {
  using T = typename V::T;
  T* const data[] = {dataOf<T>(call.inputs[0]), dataOf<T>(call.outputs[0])};
  return overRows<V, 2>(fold, data, [&](T* const* at) { softmaxRow<V, form>(at[0], at[1], fold.length); });
}

template <class V, Form form>
Status backward(Call& call, const Fold& fold) {
  using T = typename V::T;
  T* const data[] = {dataOf<T>(call.inputs[0]), dataOf<T>(call.inputs[1]), dataOf<T>(call.outputs[0])};
  return overRows<V, 3>(fold, data, [&](T* const* at) { gradientRow<V, form>(at[0], at[1], at[2], fold.length); });
}

template <Form form>
Status either(Call& call, bool gradient) {
  const Fold fold = foldOf(call, gradient ? 2 : 1);
  MARIANA_CHECK(fold.sound);
  switch (call.inputs[0].dtype) {
    case DType::float32:
      return gradient ? backward<F32, form>(call, fold) : forward<F32, form>(call, fold);
    case DType::float64:
      return gradient ? backward<F64, form>(call, fold) : forward<F64, form>(call, fold);
    default:
      return Status::unsupported;
  }
}

}  // namespace

MARIANA_KERNEL(softmax) { return either<Form::probability>(call, false); }
MARIANA_KERNEL(logSoftmax) { return either<Form::logarithm>(call, false); }
MARIANA_KERNEL(softmaxGradient) { return either<Form::probability>(call, true); }
MARIANA_KERNEL(logSoftmaxGradient) { return either<Form::logarithm>(call, true); }

}  // namespace mariana::MARIANA_ISA
