// What the engine asks of a system, for its tests as WebAssembly: memory from the C library, one thread.
#ifdef __wasi__
#include <stdlib.h>

#include "system/cpu.h"
#include "system/memory.h"
#include "system/waiting.h"

namespace mariana {

void* systemAllocate(size_t bytes) {
  void* data = nullptr;
  return posix_memalign(&data, 64, bytes) == 0 ? data : nullptr;
}
void systemFree(void* data, size_t) { free(data); }
int numCores() { return 1; }
int64_t nanoseconds() { return 0; }  // for waiting alone, and nobody waits here
void yieldThread() {}
bool startThread(void (*)(void*), void*) { return false; }
void park(const volatile int64_t*, int64_t) {}
void wake() {}

}  // namespace mariana
#endif
