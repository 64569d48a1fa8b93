// Normal numbers in float64 far out, where no draw of a usual length comes: those of normalDouble in
// packages/tensor/src/random/normal.ts, to the last bit.
#include "kernels/normal-numbers.h"
#include "tests/check.h"

namespace mariana::MARIANA_ISA {

void testNormals();
void testNormals() {
  using tests::note;
  const struct {
    uint32_t first, second;
    double whole, truncated;
  } cases[] = {
      {0x0, 0x0, 8.292361075813595, 1.9999999999999987},
      {0x80000000, 0x7ff, -8.292361075813595, -1.9999999999999987},
      {0x0, 0x800, 8.160707840858581, 1.9999999999999967},
      {0x0, 0xffffffff, 6.230260175338836, 1.9999999958838164},
      {0x0, 0xc350000, 6.690739442283688, 1.999999999803724},
      {0x3, 0x3800, 6.0558264514642, 1.9999999876514307},
      {0x80000001, 0x75bcd15, -6.225819129160956, -1.9999999957654984},
      {0x1388, 0x1, 4.7226156209316645, 1.9999794195002798},
      {0x7fffffff, 0xffffffff, 1.3914582123358838e-16, 1.328146496473846e-16},
      {0x9999999, 0x3039, 1.7804643434006528, 1.5671152987987005},
      {0x0, 0x8000, 7.865927189928613, 1.9999999999999678},
      {0x0, 0x123456, 7.406843459945959, 1.9999999999988565},
      {0x0, 0x1800000, 6.991038166256965, 1.9999999999758804},
  };
  for (const auto& each : cases) {
    note("words %x and %x", each.first, each.second);
    CHECK(normal(each.first, each.second, false) == each.whole);
    CHECK(normal(each.first, each.second, true) == each.truncated);
  }
}

}  // namespace mariana::MARIANA_ISA
