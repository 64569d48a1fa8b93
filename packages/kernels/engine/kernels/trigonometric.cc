// Circular and hyperbolic functions, and roots.
#include "simd/math.h"

#include <math.h>

#include "kernels/unary.h"

namespace mariana::MARIANA_ISA {

MARIANA_KERNEL(rsqrt) {
  return vectors(call, [](auto x) { return decltype(x)::all(1) / sqrt(x); });
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
MARIANA_KERNEL(asinh) {
  return doubles(call, [](double x) { return ::asinh(x); });
}
MARIANA_KERNEL(acosh) {
  return doubles(call, [](double x) { return ::acosh(x); });
}
MARIANA_KERNEL(atanh) {
  return doubles(call, [](double x) { return ::atanh(x); });
}

}  // namespace mariana::MARIANA_ISA
