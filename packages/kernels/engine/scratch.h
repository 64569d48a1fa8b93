// Memory that a kernel needs while it runs, from the same pool as buffers.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace mariana {

struct ScratchMemory {
  void* data;  // aligned to 64 bytes; null where it could not be had
  size_t capacity;
};

// `count` elements of `size` bytes; checked for overflow.
ScratchMemory takeScratch(int64_t count, size_t size);
void giveScratch(ScratchMemory memory);

}  // namespace mariana
