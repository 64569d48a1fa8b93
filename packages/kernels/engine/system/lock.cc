#include "lock.h"

#include "waiting.h"

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

namespace mariana {
namespace {

#if defined(_MSC_VER) && !defined(__clang__)
int exchange(volatile int* value, int desired) { return _InterlockedExchange(reinterpret_cast<volatile long*>(value), desired); }
void store(volatile int* value, int desired) { exchange(value, desired); }
#else
int exchange(volatile int* value, int desired) { return __atomic_exchange_n(value, desired, __ATOMIC_ACQUIRE); }
void store(volatile int* value, int desired) { __atomic_store_n(value, desired, __ATOMIC_RELEASE); }
#endif

}  // namespace

void acquire(Lock& lock) {
  for (int tries = 0; exchange(&lock.held, 1) != 0; tries++) {
    if (tries >= 64) yieldThread();
  }
}

bool tryAcquire(Lock& lock) { return exchange(&lock.held, 1) == 0; }

void release(Lock& lock) { store(&lock.held, 0); }

int64_t addAtomic(volatile int64_t* value, int64_t amount) {
#if defined(_MSC_VER) && !defined(__clang__)
  return _InterlockedExchangeAdd64(value, amount);
#else
  return __atomic_fetch_add(value, amount, __ATOMIC_SEQ_CST);
#endif
}

int64_t readAtomic(const volatile int64_t* value) {
#if defined(_MSC_VER) && !defined(__clang__)
  return _InterlockedOr64(const_cast<volatile int64_t*>(value), 0);
#else
  return __atomic_load_n(value, __ATOMIC_SEQ_CST);
#endif
}

void writeAtomic(volatile int64_t* value, int64_t to) {
#if defined(_MSC_VER) && !defined(__clang__)
  _InterlockedExchange64(value, to);
#else
  __atomic_store_n(value, to, __ATOMIC_SEQ_CST);
#endif
}

void pauseThread() {
#if defined(_MSC_VER) && !defined(__clang__)
  _mm_pause();
#elif defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

}  // namespace mariana
