// The vector types of the instruction set that a file is compiled for: F32 and F64, with I32 and I64 for their bits, and
// masks. `x.load(p, n)` and `x.store(p, n)` touch the first n lanes alone, 0 ≤ n ≤ lanes; the others are zero.
// min and max give the second operand where either is NaN. fma(a, b, c) is a·b + c, in one rounding where the
// processor can (`fused` says so); fnma(a, b, c) is c − a·b. toInt rounds to nearest; toFloat and toInt of doubles hold
// below 2^51. lowHalf and highHalf are the first and the second half of an F32 as F64; narrow rounds two halves back.
// scale(a, n) is a · 2^n for whole n up to ±250 (F64: ±2000), rounded once where a is within 2^±60 and the result below the
// normal numbers (one instruction where it `scales`); scaleNormal(a, n) the same where n is within −126…127 and the result a
// normal number.
// lookUp(table, index) is table[index & 7]; AVX-512 has one of 32 numbers besides.
#pragma once
#include "isa.h"

#if defined(_MSC_VER) && !defined(__clang__)
#define MARIANA_INLINE_MEMBER __forceinline
#else
#define MARIANA_INLINE_MEMBER inline __attribute__((always_inline))
#endif

#if defined(__AVX512F__)
#include "simd/avx512.h"
#elif defined(__AVX2__)
#include "simd/avx2.h"
#elif defined(__x86_64__) || defined(_M_X64)
#include "simd/sse2.h"
#elif defined(__aarch64__)
#include "simd/neon.h"
#elif defined(__wasm_simd128__)
#include "simd/wasm.h"
#endif
#if !defined(__AVX512F__)
#include "simd/scale.h"
#if !defined(__AVX2__)
#include "simd/look-up.h"
#endif
#endif
#include "simd/turn.h"
