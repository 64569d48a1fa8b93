// Activations, and the error function that one of them is made of. Those with parameters: leakyRelu (slope), gelu (whether
// by tanh), elu (alpha), clip (min, max).
#include "simd/math.h"

#include "kernels/epilogue.h"
#include "kernels/unary.h"

namespace mariana::MARIANA_ISA {
namespace {

double softplusOf(double x) { return x != x ? x : (x > 0 ? x : 0) + ::log1p(::exp(-fabs(x))); }

// x · sigmoid(2u) is x (1 + tanh u) / 2.
double tanhGeluOf(double x) { return x * sigmoid(1.5957691216057308 * (x + 0.044715 * x * x * x)); }

// x Φ(x) = x erfc(−x/√2) / 2. Below 0 what the argument loses by rounding would grow with its square: the slope of erfc, which
// is −2/√π e^(−z²), makes it good.
double geluOf(double x) {
  constexpr double rootHalf = 0.70710678118654752440, rest = -4.833646656726457e-17;
  const double z = -x * rootHalf;
  if (!(z > 0 && z < 28)) return x * (0.5 * ::erfc(z));
  const double lost = ::fma(-x, rootHalf, -z) - x * rest;
  return x * (0.5 * (::erfc(z) - lost * 1.1283791670955126 * ::exp(-z * z)));
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

template <class T>
Status clipWhole(const Call& call, double low, double high) {
  constexpr double least = static_cast<T>(-1) < 0 ? -static_cast<double>(uint64_t{1} << (sizeof(T) * 8 - 1)) : 0.0;
  constexpr double beyond = least < 0 ? -least : static_cast<double>(uint64_t{1} << (sizeof(T) * 8 - 1)) * 2;
  // Bounds that the dtype does not reach are its own ends.
  const auto held = [=](double bound) {
    if (bound <= least) return static_cast<T>(least);
    if (bound < beyond) return static_cast<T>(bound);
    return static_cast<T>(least < 0 ? ~(uint64_t{1} << 63) >> (64 - sizeof(T) * 8) : 255);
  };
  const T lower = held(low), upper = held(high);
  return each<T, T>(call, [=](T x) {
    const T above = x > lower ? x : lower;
    return above < upper ? above : upper;
  });
}

}  // namespace

MARIANA_KERNEL(sigmoid) {
  return maths(call, [](F32 x) { return sigmoid(x); }, [](double x) { return sigmoid(x); });
}
MARIANA_KERNEL(tanh) {
  return maths(call, [](F32 x) { return tanh(x); }, [](double x) { return ::tanh(x); });
}
MARIANA_KERNEL(erf) {
  return maths(call, [](F32 x) { return erf(x); }, [](double x) { return ::erf(x); });
}
MARIANA_KERNEL(erfInv) {
  return maths(call, [](F32 x) { return erfInv(x); }, inverseErf);
}
MARIANA_KERNEL(silu) {
  return maths(call, [](F32 x) { return silu(x); }, [](double x) { return x * sigmoid(x); });
}
MARIANA_KERNEL(softplus) {
  return maths(call, [](F32 x) { return softplus(x); }, softplusOf);
}
MARIANA_KERNEL(gelu) {
  MARIANA_CHECK(call.numParams == 1);
  if (call.params[0] != 0) return maths(call, [](F32 x) { return tanhGelu(x); }, tanhGeluOf);
  return maths(call, [](F32 x) { return gelu(x); }, geluOf);
}
MARIANA_KERNEL(elu) {
  MARIANA_CHECK(call.numParams == 1);
  const double alpha = call.params[0];
  const F32 factor = F32::all(static_cast<float>(alpha));
  return maths(call, [=](F32 x) { return elu(x, factor); }, [=](double x) { return x > 0 ? x : alpha * ::expm1(x); });
}
MARIANA_KERNEL(leakyRelu) {
  MARIANA_CHECK(call.numParams == 1);
  const double slope = call.params[0];
  return vectors(call, [=](auto x) {
    using V = decltype(x);
    return select(less(V::zero(), x), x, x * V::all(static_cast<typename V::T>(slope)));
  });
}

// Bounds as maximum and minimum hold them, one after the other: NaN stays.
MARIANA_KERNEL(clip) {
  MARIANA_CHECK(isSame(call) && call.numParams == 2);
  const double low = call.params[0], high = call.params[1];
  MARIANA_CHECK(low == low && high == high);
  switch (call.inputs[0].dtype) {
    case DType::float32:
    case DType::float64:
      return vectors(call, [=](auto x) {
        using V = decltype(x);
        using T = typename V::T;
        const V above = select(isNan(x), x, max(x, V::all(static_cast<T>(low))));
        return min(V::all(static_cast<T>(high)), above);
      });
    case DType::int32: return clipWhole<int32_t>(call, low, high);
    case DType::int64: return clipWhole<int64_t>(call, low, high);
    case DType::int8: return clipWhole<int8_t>(call, low, high);
    case DType::uint8: return clipWhole<uint8_t>(call, low, high);
    default: return Status::unsupported;
  }
}

}  // namespace mariana::MARIANA_ISA
