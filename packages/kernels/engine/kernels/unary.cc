// Elementwise operations on one array. What has no vector form here is computed in float64 by the C library, and is then
// the nearest float32 but for the last bit of that.
#include <math.h>
#include <string.h>

#include "kernels/gates.h"

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

// The same with vectors: of(F32) for float32, of(F64) for float64.
template <class V, class Op>
Status eachVector(const Call& call, const Op& op) {
  using T = typename V::T;
  const T* x = dataOf<T>(call.inputs[0]);
  T* y = dataOf<T>(call.outputs[0]);
  parallelFor(call.outputs[0].size, grain, [=](int64_t begin, int64_t end) {
    int64_t i = begin;
    for (; i + V::lanes <= end; i += V::lanes) op(V::load(x + i)).store(y + i);
    if (i < end) {
      const int n = static_cast<int>(end - i);
      op(V::load(x + i, n)).store(y + i, n);
    }
  });
  return Status::ok;
}

template <class Op>
Status vectors(const Call& call, const Op& op) {
  MARIANA_CHECK(isSame(call));
  switch (call.inputs[0].dtype) {
    case DType::float32: return eachVector<F32>(call, op);
    case DType::float64: return eachVector<F64>(call, op);
    default: return Status::unsupported;
  }
}

// A function of doubles.
template <class Op>
Status doubles(const Call& call, const Op& op) {
  MARIANA_CHECK(isSame(call));
  switch (call.inputs[0].dtype) {
    case DType::float32: return each<float, float>(call, [&](float x) { return op(static_cast<double>(x)); });
    case DType::float64: return each<double, double>(call, op);
    default: return Status::unsupported;
  }
}

// Floats by one function, whole numbers by another, which takes them with their sign.
template <class Float, class Whole>
Status numbers(const Call& call, const Float& ofFloat, const Whole& ofWhole) {
  MARIANA_CHECK(isSame(call));
  switch (call.inputs[0].dtype) {
    case DType::float32: return each<float, float>(call, ofFloat);
    case DType::float64: return each<double, double>(call, ofFloat);
    case DType::int32: return each<int32_t, int32_t>(call, [&](int32_t x) { return ofWhole(int64_t{x}); });
    case DType::int64: return each<int64_t, int64_t>(call, ofWhole);
    case DType::int8: return each<int8_t, int8_t>(call, [&](int8_t x) { return ofWhole(int64_t{x}); });
    case DType::boolean:
    case DType::uint8: return each<uint8_t, uint8_t>(call, [&](uint8_t x) { return ofWhole(int64_t{x}); });
    default: return Status::unsupported;
  }
}

int64_t opposite(int64_t x) { return static_cast<int64_t>(0 - static_cast<uint64_t>(x)); }

double sigmoidOf(double x) {
  if (x >= 0) return 1 / (1 + ::exp(-x));
  const double power = ::exp(x);
  return power / (1 + power);
}

// The x with erf x = y: Winitzki's guess (2008), whose error is 2e-3, and three of Halley's steps.
double inverseErf(double y) {
  const double size = fabs(y);
  if (!(size < 1)) return size == 1 ? y * HUGE_VAL : NAN;
  constexpr double twoOverRootPi = 1.1283791670955126, pi = 3.141592653589793;
  if (size < 1e-8) return y / twoOverRootPi;
  const double a = 0.147, l = ::log1p(-size * size), k = 2 / (pi * a) + l / 2;
  double x = ::sqrt(::sqrt(k * k - l / a) - k);
  for (int step = 0; step < 3; step++) {
    const double rest = size < 0.5 ? ::erf(x) - size : 1 - size - ::erfc(x);
    const double newton = rest / (twoOverRootPi * ::exp(-x * x));
    x -= newton / (1 + x * newton);
  }
  return y < 0 ? -x : x;
}

}  // namespace

MARIANA_KERNEL(neg) {
  return numbers(call, [](auto x) { return -x; }, opposite);
}
MARIANA_KERNEL(abs) {
  return numbers(call, [](auto x) { return x < 0 ? -x : x + 0; }, [](int64_t x) { return x < 0 ? opposite(x) : x; });
}
MARIANA_KERNEL(sign) {
  return numbers(call, [](auto x) { return x > 0 ? decltype(x){1} : x < 0 ? decltype(x){-1} : x; },
                 [](int64_t x) { return x > 0 ? 1 : x < 0 ? -1 : 0; });
}
MARIANA_KERNEL(square) {
  return numbers(call, [](auto x) { return x * x; },
                 [](int64_t x) { return static_cast<int64_t>(static_cast<uint64_t>(x) * static_cast<uint64_t>(x)); });
}
MARIANA_KERNEL(relu) {
  return numbers(call, [](auto x) { return x > 0 || x != x ? x : decltype(x){0}; }, [](int64_t x) { return x > 0 ? x : 0; });
}
MARIANA_KERNEL(floor) {
  return vectors(call, [](auto x) { return floor(x); });
}
MARIANA_KERNEL(ceil) {
  return vectors(call, [](auto x) { return ceil(x); });
}
MARIANA_KERNEL(round) {
  return vectors(call, [](auto x) { return round(x); });
}
MARIANA_KERNEL(trunc) {
  return vectors(call, [](auto x) { return trunc(x); });
}
MARIANA_KERNEL(sqrt) {
  return vectors(call, [](auto x) { return sqrt(x); });
}
MARIANA_KERNEL(rsqrt) {
  return doubles(call, [](double x) { return 1 / ::sqrt(x); });
}
MARIANA_KERNEL(exp) {
  return doubles(call, [](double x) { return ::exp(x); });
}
MARIANA_KERNEL(expm1) {
  return doubles(call, [](double x) { return ::expm1(x); });
}
MARIANA_KERNEL(exp2) {
  return doubles(call, [](double x) { return ::exp2(x); });
}
MARIANA_KERNEL(log) {
  return doubles(call, [](double x) { return ::log(x); });
}
MARIANA_KERNEL(log1p) {
  return doubles(call, [](double x) { return ::log1p(x); });
}
MARIANA_KERNEL(log2) {
  return doubles(call, [](double x) { return ::log2(x); });
}
MARIANA_KERNEL(log10) {
  return doubles(call, [](double x) { return ::log10(x); });
}
MARIANA_KERNEL(cbrt) {
  return doubles(call, [](double x) { return ::cbrt(x); });
}
MARIANA_KERNEL(sin) {
  return doubles(call, [](double x) { return ::sin(x); });
}
MARIANA_KERNEL(cos) {
  return doubles(call, [](double x) { return ::cos(x); });
}
MARIANA_KERNEL(tan) {
  return doubles(call, [](double x) { return ::tan(x); });
}
MARIANA_KERNEL(asin) {
  return doubles(call, [](double x) { return ::asin(x); });
}
MARIANA_KERNEL(acos) {
  return doubles(call, [](double x) { return ::acos(x); });
}
MARIANA_KERNEL(atan) {
  return doubles(call, [](double x) { return ::atan(x); });
}
MARIANA_KERNEL(sinh) {
  return doubles(call, [](double x) { return ::sinh(x); });
}
MARIANA_KERNEL(cosh) {
  return doubles(call, [](double x) { return ::cosh(x); });
}
MARIANA_KERNEL(tanh) {
  return doubles(call, [](double x) { return ::tanh(x); });
}
MARIANA_KERNEL(asinh) {
  return doubles(call, [](double x) { return ::asinh(x); });
}
MARIANA_KERNEL(acosh) {
  return doubles(call, [](double x) { return ::acosh(x); });
}
MARIANA_KERNEL(atanh) {
  return doubles(call, [](double x) { return ::atanh(x); });
}
MARIANA_KERNEL(erf) {
  return doubles(call, [](double x) { return ::erf(x); });
}
MARIANA_KERNEL(erfInv) {
  return doubles(call, inverseErf);
}
MARIANA_KERNEL(sigmoid) {
  return doubles(call, sigmoidOf);
}

MARIANA_KERNEL(isNaN) {
  MARIANA_CHECK(isLike(call) && call.outputs[0].dtype == DType::boolean);
  switch (call.inputs[0].dtype) {
    case DType::float32: return each<float, uint8_t>(call, [](float x) { return x != x; });
    case DType::float64: return each<double, uint8_t>(call, [](double x) { return x != x; });
    default:
      if (call.outputs[0].size > 0) memset(call.outputs[0].data, 0, static_cast<size_t>(call.outputs[0].size));
      return Status::ok;
  }
}

MARIANA_KERNEL(not) {
  MARIANA_CHECK(isSame(call));
  switch (call.inputs[0].dtype) {
    case DType::boolean: return each<uint8_t, uint8_t>(call, [](uint8_t x) { return 1 - x; });
    case DType::uint8:
    case DType::int8: return each<uint8_t, uint8_t>(call, [](uint8_t x) { return ~x; });
    case DType::int32: return each<int32_t, int32_t>(call, [](int32_t x) { return ~x; });
    case DType::int64: return each<int64_t, int64_t>(call, [](int64_t x) { return ~x; });
    default: return Status::unsupported;
  }
}

}  // namespace mariana::MARIANA_ISA
