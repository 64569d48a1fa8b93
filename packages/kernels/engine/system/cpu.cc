#include "cpu.h"

#if defined(_M_X64) && !defined(__clang__)
#include <intrin.h>
#endif

namespace mariana {

#if defined(_M_X64) && !defined(__clang__)
namespace {
bool bit(int word, int index) { return (word >> index & 1) != 0; }
// Whether the system saves the registers: XCR0 has the bits set.
bool saves(unsigned long long mask) {
  int one[4];
  __cpuid(one, 1);
  return bit(one[2], 27) && (_xgetbv(0) & mask) == mask;
}
}  // namespace
bool hasAvx2() {
  int one[4], seven[4];
  __cpuid(one, 1);
  __cpuidex(seven, 7, 0);
  return saves(6) && bit(one[2], 12) && bit(one[2], 29) && bit(seven[1], 5);
}
bool hasAvx512() {
  int seven[4];
  __cpuidex(seven, 7, 0);
  return hasAvx2() && saves(0xe6) && bit(seven[1], 16) && bit(seven[1], 17) && bit(seven[1], 30) && bit(seven[1], 31);
}
#elif defined(__x86_64__)
// Every processor with AVX2 and FMA has F16C, which not every compiler can ask for.
bool hasAvx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
bool hasAvx512() {
  return hasAvx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}
#else
bool hasAvx2() { return false; }
bool hasAvx512() { return false; }
#endif

}  // namespace mariana
