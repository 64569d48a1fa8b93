// Elementwise operations on one array: a function over all of it, on all threads.
#pragma once
#include "simd/vector.h"

namespace mariana::MARIANA_ISA {
namespace {

constexpr int64_t grain = 16384;

bool isLike(const Call& call) {
  return call.numInputs == 1 && call.numOutputs == 1 && call.inputs[0].size == call.outputs[0].size &&
         call.inputs[0].rank == call.outputs[0].rank;
}
bool isSame(const Call& call) { return isLike(call) && call.inputs[0].dtype == call.outputs[0].dtype; }

template <class T, class R, class Op>
Status each(const Call& call, const Op& op) {
  const T* x = dataOf<T>(call.inputs[0]);
  R* y = dataOf<R>(call.outputs[0]);
  parallelFor(call.outputs[0].size, grain, [=](int64_t begin, int64_t end) {
    const T* MARIANA_RESTRICT from = x;
    R* MARIANA_RESTRICT to = y;
    for (int64_t i = begin; i < end; i++) to[i] = static_cast<R>(op(from[i]));
  });
  return Status::ok;
}

// Whole vectors. It is kept apart so that the function stands in one place, where a compiler will not make a call of it.
template <class V, class Op>
MARIANA_APART void mapWhole(const typename V::T* x, typename V::T* y, int64_t size, const Op& op) {
  for (int64_t i = 0; i < size; i += V::lanes) op(V::load(x + i)).store(y + i);
}

// The same with vectors: of(F32) for float32, of(F64) for float64.
template <class V, class Op>
Status mapVectors(const Call& call, const Op& op) {
  using T = typename V::T;
  const T* x = dataOf<T>(call.inputs[0]);
  T* y = dataOf<T>(call.outputs[0]);
  parallelFor(call.outputs[0].size, grain, [=](int64_t begin, int64_t end) {
    const int64_t whole = begin + (end - begin) / V::lanes * V::lanes;
    if (whole > begin) mapWhole<V>(x + begin, y + begin, whole - begin, op);
    if (whole == end) return;
    const int rest = static_cast<int>(end - whole);
    T few[V::lanes];
    V::load(x + whole, rest).store(few);
    mapWhole<V>(few, few, V::lanes, op);
    V::load(few).store(y + whole, rest);
  });
  return Status::ok;
}

template <class Op>
Status vectors(const Call& call, const Op& op) {
  MARIANA_CHECK(isSame(call));
  switch (call.inputs[0].dtype) {
    case DType::float32: return mapVectors<F32>(call, op);
    case DType::float64: return mapVectors<F64>(call, op);
    default: return Status::unsupported;
  }
}

// float32 by vectors of(F32), whose results do not depend on where in the array an element stands; float64 element by
// element by the C library.
template <class Single, class Double>
Status maths(const Call& call, const Single& of, const Double& ofDouble) {
  MARIANA_CHECK(isSame(call));
  switch (call.inputs[0].dtype) {
    case DType::float32: return mapVectors<F32>(call, of);
    case DType::float64: return each<double, double>(call, ofDouble);
    default: return Status::unsupported;
  }
}

}  // namespace
}  // namespace mariana::MARIANA_ISA
