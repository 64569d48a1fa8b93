// Reductions over axes. Sums of floats: a few hundred elements in the dtype of the elements, side by side, and those sums in
// float64; a split along the reduced axes follows from the shape alone.
#include "kernels/strided.h"

namespace mariana::MARIANA_ISA {
namespace {

constexpr int64_t lanes = 32;  // sums side by side, so that they can be vectors

template <class T>
struct Wide {  // what sums of whole numbers are: as they are, wrapping
  using Type = T;
};
template <>
struct Wide<float> {
  using Type = double;
};

template <class T>
struct Sum {
  using Acc = typename Wide<T>::Type;
  static constexpr T start = 0;
  static T join(T a, T b) { return static_cast<T>(a + b); }
  static Acc joinWide(Acc a, Acc b) { return static_cast<Acc>(a + b); }
};
template <class T>
struct Prod {
  using Acc = typename Wide<T>::Type;
  static constexpr T start = 1;
  static T join(T a, T b) { return static_cast<T>(a * b); }
  static Acc joinWide(Acc a, Acc b) { return static_cast<Acc>(a * b); }
};
template <class T>
struct Max {
  using Acc = T;
  static constexpr T start = static_cast<T>(0);
  static T join(T a, T b) { return b > a || b != b ? b : a; }  // NaN stays
  static Acc joinWide(Acc a, Acc b) { return join(a, b); }
};
template <class T>
struct Min {
  using Acc = T;
  static constexpr T start = static_cast<T>(0);
  static T join(T a, T b) { return b < a || b != b ? b : a; }
  static Acc joinWide(Acc a, Acc b) { return join(a, b); }
};

// Products of floats are not split into parts in their own dtype, where they could overflow on the way.
template <class T, template <class> class Op>
constexpr bool widensFirst = false;
template <>
constexpr bool widensFirst<float, Prod> = true;
// Extremes begin with the first element, sums with nothing.
template <template <class> class Op>
constexpr bool beginsWithFirst = false;
template <>
constexpr bool beginsWithFirst<Max> = true;
template <>
constexpr bool beginsWithFirst<Min> = true;

// n neighbours.
template <class T, template <class> class Op>
MARIANA_APART typename Op<T>::Acc reduceRow(const T* x, int64_t n) {
  using O = Op<T>;
  using Acc = typename O::Acc;
  Acc total = beginsWithFirst<Op> ? static_cast<Acc>(x[0]) : static_cast<Acc>(O::start);
  int64_t i = 0;
  if constexpr (!widensFirst<T, Op>) {
    constexpr int64_t block = lanes * 16;
    while (i + lanes <= n) {
      const int64_t end = i + block <= n ? i + block : i + (n - i) / lanes * lanes;
      // The processor by itself does not look beyond its page of memory.
      constexpr int64_t line = 64 / static_cast<int64_t>(sizeof(T));
      for (int64_t j = 0; j < block; j += line) MARIANA_PREFETCH(x + i + 1024 + j);
      T sums[lanes];
      for (int64_t j = 0; j < lanes; j++) sums[j] = x[i + j];
      for (i += lanes; i < end; i += lanes) {
        for (int64_t j = 0; j < lanes; j++) sums[j] = O::join(sums[j], x[i + j]);
      }
      for (int64_t half = lanes / 2; half > 0; half /= 2) {
        for (int64_t j = 0; j < half; j++) sums[j] = O::join(sums[j], sums[j + half]);
      }
      total = O::joinWide(total, static_cast<Acc>(sums[0]));
    }
  }
  for (; i < n; i++) total = O::joinWide(total, static_cast<Acc>(x[i]));
  return total;
}

// n rows of `count` neighbours, `stride` apart, into as many totals.
template <class T, template <class> class Op>
MARIANA_APART void reduceColumns(const T* x, int64_t n, int64_t stride, int64_t count, typename Op<T>::Acc* totals) {
  using O = Op<T>;
  using Acc = typename O::Acc;
  constexpr int64_t block = 16;
  T sums[64];
  for (int64_t first = 0; first < count; first += 64) {
    const int64_t columns = count - first < 64 ? count - first : 64;
    Acc* to = totals + first;
    const T* from = x + first;
    for (int64_t j = 0; j < columns; j++) to[j] = beginsWithFirst<Op> ? static_cast<Acc>(from[j]) : static_cast<Acc>(O::start);
    for (int64_t i = 0; i < n; i += block) {
      const int64_t end = i + block < n ? i + block : n;
      if constexpr (widensFirst<T, Op>) {
        for (int64_t k = i; k < end; k++) {
          for (int64_t j = 0; j < columns; j++) to[j] = O::joinWide(to[j], static_cast<Acc>(from[k * stride + j]));
        }
        continue;
      }
      for (int64_t j = 0; j < columns; j++) sums[j] = from[i * stride + j];
      for (int64_t k = i + 1; k < end; k++) {
        for (int64_t j = 0; j < columns; j++) sums[j] = O::join(sums[j], from[k * stride + j]);
      }
      for (int64_t j = 0; j < columns; j++) to[j] = O::joinWide(to[j], static_cast<Acc>(sums[j]));
    }
  }
}

// x [outer, n, inner] to y [outer, inner].
template <class T, template <class> class Op>
MARIANA_APART Status reduceMiddle(const T* x, T* y, int64_t outer, int64_t n, int64_t inner) {
  using O = Op<T>;
  using Acc = typename O::Acc;
  if (n == 0) {
    for (int64_t i = 0; i < outer * inner; i++) y[i] = O::start;
    return Status::ok;
  }
  int64_t rows = 65536 / inner;
  if (rows < 64) rows = 64;
  const int64_t chunks = (n + rows - 1) / rows;
  Scratch<Acc> totals(outer * chunks * inner);
  if (!totals) return Status::outOfMemory;
  parallelFor(outer * chunks, 32768 / ((n < rows ? n : rows) * inner) + 1, [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; part++) {
      const int64_t first = part % chunks * rows;
      const int64_t count = first + rows < n ? rows : n - first;
      const T* from = x + (part / chunks * n + first) * inner;
      if (inner == 1) {
        totals[part] = reduceRow<T, Op>(from, count);
      } else {
        reduceColumns<T, Op>(from, count, inner, inner, totals.data() + part * inner);
      }
    }
  });
  for (int64_t o = 0; o < outer; o++) {
    for (int64_t j = 0; j < inner; j++) {
      Acc total = totals[o * chunks * inner + j];
      for (int64_t c = 1; c < chunks; c++) total = O::joinWide(total, totals[(o * chunks + c) * inner + j]);
      y[o * inner + j] = static_cast<T>(total);
    }
  }
  return Status::ok;
}

// Which axes go, and what the array looks like seen from there.
struct Axes {
  bool reduced[maxRank] = {};
  int64_t outer = 1, n = 1, inner = 1;
  bool together = true;  // whether the reduced axes follow each other

  bool read(const Call& call) {
    const Array &x = call.inputs[0], &y = call.outputs[0];
    const int64_t count = integerParam(call, 0);
    if (count < 0 || count > x.rank || call.numParams != count + 1) return false;
    for (int i = 1; i <= count; i++) {
      const int64_t axis = integerParam(call, i);
      if (axis < 0 || axis >= x.rank || reduced[axis]) return false;
      reduced[axis] = true;
    }
    int kept = 0;
    bool began = false, ended = false;
    for (int i = 0; i < x.rank; i++) {
      if (reduced[i]) {
        if (ended) together = false;
        began = true;
        n *= x.shape[i];
        continue;
      }
      if (kept >= y.rank || y.shape[kept] != x.shape[i]) return false;
      kept++;
      if (x.shape[i] == 1) continue;
      if (began) ended = true;
      (began ? inner : outer) *= x.shape[i];
    }
    return kept == y.rank;
  }
};

template <class T, template <class> class Op>
Status reduceArray(const Call& call, const Axes& axes) {
  const Array &x = call.inputs[0], &y = call.outputs[0];
  const T* from = dataOf<T>(x);
  T* to = dataOf<T>(y);
  if (y.size == 0) return Status::ok;
  if (x.size == 0) {
    for (int64_t i = 0; i < y.size; i++) to[i] = Op<T>::start;
    return beginsWithFirst<Op> ? Status::badCall : Status::ok;
  }
  if (axes.together) return reduceMiddle<T, Op>(from, to, axes.outer, axes.n, axes.inner);
  // The reduced axes are brought to the end.
  Scratch<T> moved(x.size);
  if (!moved) return Status::outOfMemory;
  int64_t strides[maxRank], step = 1;
  for (int i = x.rank - 1; i >= 0; i--) {
    strides[i] = step;
    step *= x.shape[i];
  }
  Layout layout;
  for (int pass = 0; pass < 2; pass++) {
    for (int i = 0; i < x.rank; i++) {
      if (axes.reduced[i] == (pass == 1)) layout.add(x.shape[i], strides[i]);
    }
  }
  gatherStrided(from, layout, moved.data(), sizeof(T));
  return reduceMiddle<T, Op>(moved.data(), to, y.size, axes.n, 1);
}

// Whole numbers add and multiply as unsigned ones, which wrap.
template <template <class> class Op>
Status total(const Call& call) {
  Axes axes;
  MARIANA_CHECK(call.numInputs == 1 && call.numOutputs == 1 && call.inputs[0].dtype == call.outputs[0].dtype);
  MARIANA_CHECK(axes.read(call));
  switch (call.inputs[0].dtype) {
    case DType::float32: return reduceArray<float, Op>(call, axes);
    case DType::float64: return reduceArray<double, Op>(call, axes);
    case DType::int32: return reduceArray<uint32_t, Op>(call, axes);
    case DType::int64: return reduceArray<uint64_t, Op>(call, axes);
    case DType::uint8:
    case DType::int8: return reduceArray<uint8_t, Op>(call, axes);
    default: return Status::unsupported;
  }
}

template <template <class> class Op>
Status extreme(const Call& call) {
  Axes axes;
  MARIANA_CHECK(call.numInputs == 1 && call.numOutputs == 1 && call.inputs[0].dtype == call.outputs[0].dtype);
  MARIANA_CHECK(axes.read(call));
  switch (call.inputs[0].dtype) {
    case DType::float32: return reduceArray<float, Op>(call, axes);
    case DType::float64: return reduceArray<double, Op>(call, axes);
    case DType::int32: return reduceArray<int32_t, Op>(call, axes);
    case DType::int64: return reduceArray<int64_t, Op>(call, axes);
    case DType::int8: return reduceArray<int8_t, Op>(call, axes);
    case DType::boolean:
    case DType::uint8: return reduceArray<uint8_t, Op>(call, axes);
    default: return Status::unsupported;
  }
}

// any and all of bools, which are bytes of 0 and 1; of nothing they are what `nothing` says.
template <template <class> class Op>
Status truth(const Call& call, uint8_t nothing) {
  Axes axes;
  MARIANA_CHECK(call.numInputs == 1 && call.numOutputs == 1 && axes.read(call));
  MARIANA_CHECK(call.inputs[0].dtype == DType::boolean && call.outputs[0].dtype == DType::boolean);
  if (call.inputs[0].size > 0) return reduceArray<uint8_t, Op>(call, axes);
  memset(call.outputs[0].data, nothing, static_cast<size_t>(call.outputs[0].size));
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(sum) { return total<Sum>(call); }
MARIANA_KERNEL(prod) { return total<Prod>(call); }
MARIANA_KERNEL(max) { return extreme<Max>(call); }
MARIANA_KERNEL(min) { return extreme<Min>(call); }
MARIANA_KERNEL(any) { return truth<Max>(call, 0); }
MARIANA_KERNEL(all) { return truth<Min>(call, 1); }

}  // namespace mariana::MARIANA_ISA
