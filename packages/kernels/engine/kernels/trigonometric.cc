// Circular and hyperbolic functions, and roots.
#include "simd/math.h"

#include "kernels/unary.h"

namespace mariana::MARIANA_ISA {

MARIANA_KERNEL(rsqrt) {
  return vectors(call, [](auto x) { return rsqrt(x); });
}
MARIANA_KERNEL(sin) {
  return maths(call, [](F32 x) { return sin(x); }, [](double x) { return ::sin(x); });
}
MARIANA_KERNEL(cos) {
  return maths(call, [](F32 x) { return cos(x); }, [](double x) { return ::cos(x); });
}
MARIANA_KERNEL(tan) {
  return maths(call, [](F32 x) { return tan(x); }, [](double x) { return ::tan(x); });
}
MARIANA_KERNEL(asin) {
  return maths(call, [](F32 x) { return asin(x); }, [](double x) { return ::asin(x); });
}
MARIANA_KERNEL(acos) {
  return maths(call, [](F32 x) { return acos(x); }, [](double x) { return ::acos(x); });
}
MARIANA_KERNEL(atan) {
  return maths(call, [](F32 x) { return atan(x); }, [](double x) { return ::atan(x); });
}
MARIANA_KERNEL(sinh) {
  return maths(call, [](F32 x) { return sinh(x); }, [](double x) { return ::sinh(x); });
}
MARIANA_KERNEL(cosh) {
  return maths(call, [](F32 x) { return cosh(x); }, [](double x) { return ::cosh(x); });
}
MARIANA_KERNEL(asinh) {
  return maths(call, [](F32 x) { return asinh(x); }, [](double x) { return ::asinh(x); });
}
MARIANA_KERNEL(acosh) {
  return maths(call, [](F32 x) { return acosh(x); }, [](double x) { return ::acosh(x); });
}
MARIANA_KERNEL(atanh) {
  return maths(call, [](F32 x) { return atanh(x); }, [](double x) { return ::atanh(x); });
}
MARIANA_KERNEL(cbrt) {
  return maths(call, [](F32 x) { return cbrt(x); }, [](double x) { return ::cbrt(x); });
}

}  // namespace mariana::MARIANA_ISA
