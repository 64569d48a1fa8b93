// A lock for short sections: it spins, since none of them waits for anything.
#pragma once
#include <stdint.h>

namespace mariana {

struct Lock {
  volatile int held = 0;
};
void acquire(Lock& lock);
bool tryAcquire(Lock& lock);
void release(Lock& lock);

int64_t addAtomic(volatile int64_t* value, int64_t amount);  // returns the value before
int64_t readAtomic(const volatile int64_t* value);
void writeAtomic(volatile int64_t* value, int64_t to);
void pauseThread();  // tells the processor that a loop waits

}  // namespace mariana
