// Powers of e and 2, and logarithms.
#include "simd/math.h"

#include "kernels/unary.h"

namespace mariana::MARIANA_ISA {

MARIANA_KERNEL(exp) {
  return maths(call, [](F32 x) { return exp(x); }, [](double x) { return ::exp(x); });
}
MARIANA_KERNEL(expm1) {
  return maths(call, [](F32 x) { return expm1(x); }, [](double x) { return ::expm1(x); });
}
MARIANA_KERNEL(exp2) {
  return maths(call, [](F32 x) { return exp2(x); }, [](double x) { return ::exp2(x); });
}
MARIANA_KERNEL(log) {
  return maths(call, [](F32 x) { return log(x); }, [](double x) { return ::log(x); });
}
MARIANA_KERNEL(log1p) {
  return maths(call, [](F32 x) { return log1p(x); }, [](double x) { return ::log1p(x); });
}
MARIANA_KERNEL(log2) {
  return maths(call, [](F32 x) { return log2(x); }, [](double x) { return ::log2(x); });
}
MARIANA_KERNEL(log10) {
  return maths(call, [](F32 x) { return log10(x); }, [](double x) { return ::log10(x); });
}

}  // namespace mariana::MARIANA_ISA
