// Memory, threads and the processor on Linux, macOS and other systems with POSIX threads.
#if !defined(_WIN32) && !defined(__wasm__)
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "cpu.h"
#include "memory.h"
#include "waiting.h"

namespace mariana {
namespace {
constexpr size_t hugePage = size_t{2} << 20;
constexpr size_t mapped = size_t{1} << 20;  // from here on pages come straight from the system and go straight back
}  // namespace

void* systemAllocate(size_t bytes) {
  if (bytes < mapped) {
    void* data = nullptr;
    return posix_memalign(&data, 64, bytes) == 0 ? data : nullptr;
  }
  const size_t alignment = bytes >= hugePage ? hugePage : 4096;
  // mmap aligns to small pages alone: map more, and give back what lies before and after.
  const size_t span = bytes + alignment;
  if (span < bytes) return nullptr;
  void* base = mmap(nullptr, span, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (base == MAP_FAILED) return nullptr;
  const uintptr_t begin = reinterpret_cast<uintptr_t>(base);
  const uintptr_t aligned = (begin + alignment - 1) & ~(alignment - 1);
  const uintptr_t end = (aligned + bytes + 4095) & ~uintptr_t{4095};
  if (aligned > begin) munmap(base, aligned - begin);
  if (begin + span > end) munmap(reinterpret_cast<void*>(end), begin + span - end);
  void* data = reinterpret_cast<void*>(aligned);
#ifdef MADV_HUGEPAGE
  if (bytes >= hugePage) madvise(data, bytes, MADV_HUGEPAGE);
#endif
  return data;
}

void systemFree(void* data, size_t bytes) {
  if (bytes < mapped) {
    free(data);
  } else {
    munmap(data, (bytes + 4095) & ~size_t{4095});
  }
}

int numCores() {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  const long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? static_cast<int>(count) : 1;
}

int64_t nanoseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1000000000 + now.tv_nsec;
}

void yieldThread() { sched_yield(); }

bool startThread(void (*main)(void*), void* context) {
  struct Start {
    void (*main)(void*);
    void* context;
  };
  Start* start = static_cast<Start*>(malloc(sizeof(Start)));
  if (start == nullptr) return false;
  *start = {main, context};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  const int failed = pthread_create(
      &thread, &attributes,
      [](void* opaque) -> void* {
        const Start own = *static_cast<Start*>(opaque);
        free(opaque);
        own.main(own.context);
        return nullptr;
      },
      start);
  pthread_attr_destroy(&attributes);
  if (failed != 0) free(start);
  return failed == 0;
}

namespace {
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
}  // namespace

void park(const volatile int64_t* value, int64_t seen) {
  pthread_mutex_lock(&mutex);
  while (__atomic_load_n(value, __ATOMIC_SEQ_CST) == seen) pthread_cond_wait(&changed, &mutex);
  pthread_mutex_unlock(&mutex);
}

void wake() {
  pthread_mutex_lock(&mutex);
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&mutex);
}

}  // namespace mariana
#endif
