// scale(a, n) where no instruction does it: two powers of two, so that one of them may lie below the normal numbers.
#pragma once

namespace mariana::MARIANA_ISA {

MARIANA_INLINE F32 powerOfTwo(I32 n) { return floats(shiftLeft<23>(n + I32::all(127))); }
MARIANA_INLINE F64 powerOfTwo(I64 n) { return floats(shiftLeft<52>(n + I64::all(1023))); }

MARIANA_INLINE F32 scale(F32 a, F32 n) {
  const F32 magic = F32::all(12582912.0f + 127.0f);  // as `nearest`; the last bits of what is added to it are an exponent
  const F32 half = fma(n, F32::all(0.5f), magic), rest = n - (half - magic) + magic;
  return a * floats(shiftLeft<23>(bits(half))) * floats(shiftLeft<23>(bits(rest)));
}
MARIANA_INLINE F64 scale(F64 a, F64 n) {
  const I64 half = toInt(n * F64::all(0.5));
  return a * powerOfTwo(half) * powerOfTwo(toInt(n) - half);
}
MARIANA_INLINE F32 scaleNormal(F32 a, F32 n) {
  return a * floats(shiftLeft<23>(bits(n + F32::all(12582912.0f + 127.0f))));
}

}  // namespace mariana::MARIANA_ISA
