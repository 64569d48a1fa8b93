// Threads that share a process's work, one pool for all of it.
#pragma once
#include <stdint.h>

namespace mariana {

// How many threads work, the caller's among them.
int numThreads();
// 1 to 256.
void setNumThreads(int count);

// Calls part(context, 0) … part(context, parts − 1), each once, on any threads, and returns when all are done. Where
// the pool is at work for another thread, and inside a part, the caller does them all.
void runParts(int64_t parts, void (*part)(void*, int64_t), void* context);

}  // namespace mariana
