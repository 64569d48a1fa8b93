// Copies between a dense array and one that lies strided in memory, whatever the elements are.
#pragma once
#include <string.h>

#include "simd/vector.h"

namespace mariana::MARIANA_ISA {

// Axes of a dense array, and how far one step along each of them goes in the other one, in elements.
struct Layout {
  int rank = 0;
  int64_t sizes[maxRank];
  int64_t strides[maxRank];

  void add(int64_t size, int64_t stride) {
    if (size == 1) return;
    // Two axes that follow each other in both arrays are one.
    if (rank > 0 && strides[rank - 1] == stride * size) {
      sizes[rank - 1] *= size;
      strides[rank - 1] = stride;
      return;
    }
    sizes[rank] = size;
    strides[rank] = stride;
    rank++;
  }
  // The product of the sizes of the first `count` axes.
  int64_t sizeOf(int count) const {
    int64_t size = 1;
    for (int i = 0; i < count; i++) size *= sizes[i];
    return size;
  }
};

constexpr int64_t copyGrain = 32768;  // elements that are worth a thread

// `count` elements of so many bytes that lie `stride` apart, or one that repeats (0), next to each other. On this thread.
void gatherRow(const void* from, int64_t stride, void* to, int64_t count, size_t bytes);
// The dense array `to` from the strided one.
void gatherStrided(const void* from, const Layout& layout, void* to, size_t bytes);
// The dense array `from` into the strided one, whose elements must not share memory.
void scatterStrided(const void* from, const Layout& layout, void* to, size_t bytes);

// Calls use(T{}) with the unsigned type of that size.
template <class Use>
MARIANA_INLINE void withElement(size_t bytes, const Use& use) {
  switch (bytes) {
    case 1: use(uint8_t{}); break;
    case 2: use(uint16_t{}); break;
    case 4: use(uint32_t{}); break;
    default: use(uint64_t{}); break;
  }
}

// Lists among the parameters, each behind its length.
struct ParamReader {
  const Call& call;
  int at = 0;

  int64_t next() { return integerParam(call, at++); }
  // A list of exactly `count` whole numbers from `least` on.
  bool list(int64_t* to, int count, int64_t least) {
    if (next() != count) return false;
    for (int i = 0; i < count; i++) {
      to[i] = next();
      if (to[i] < least || to[i] == notAnInteger) return false;
    }
    return true;
  }
};

}  // namespace mariana::MARIANA_ISA
