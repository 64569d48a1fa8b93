// What the thread pool needs from the operating system.
#pragma once
#include <stdint.h>

namespace mariana {

int64_t nanoseconds();  // from a clock that only goes forward
void yieldThread();
bool startThread(void (*main)(void*), void* context);  // false where the system gives none

// Sleeps until the value is another one than `seen`; whoever changes it calls wake() afterwards.
void park(const volatile int64_t* value, int64_t seen);
void wake();

}  // namespace mariana
