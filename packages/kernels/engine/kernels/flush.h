// Numbers too small to be normal count as 0 until the end of the block, on the thread that is in it. A processor takes a
// hundred times as long for each of them, and a running mean that nothing feeds any more ends among them for good.
#pragma once
#include "simd/vector.h"

namespace mariana::MARIANA_ISA {

#if defined(__x86_64__) || defined(_M_X64)
struct FlushDenormals {
  FlushDenormals() : before_(_mm_getcsr()) { _mm_setcsr(before_ | 0x8040); }  // as results, and as operands
  ~FlushDenormals() { _mm_setcsr(before_); }
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  unsigned before_;
};
#else
struct FlushDenormals {  // elsewhere they cost nothing, or cannot be switched off
  FlushDenormals() {}
  ~FlushDenormals() {}
};
#endif

}  // namespace mariana::MARIANA_ISA
