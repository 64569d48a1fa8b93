// Memory from the operating system.
#pragma once
#include <stddef.h>

namespace mariana {

// Aligned to 64 bytes, large ones to a huge page; null where there is none.
void* systemAllocate(size_t bytes);
void systemFree(void* data, size_t bytes);

}  // namespace mariana
