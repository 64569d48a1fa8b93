// Memory that runs out when a test says so. Linked with --wrap for systemAllocate.
#pragma once
#include <stdint.h>

namespace mariana::tests {

// After `count` more allocations from the system all fail; −1: none does.
void failAllocationsAfter(int64_t count);
// Whether one has failed since.
bool hasFailed();

}  // namespace mariana::tests
