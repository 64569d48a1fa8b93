#include "failing-memory.h"

#include <stddef.h>

#include "check.h"
#include "pool.h"
#include "scratch.h"
#include "system/lock.h"

namespace mariana::tests {
namespace {

volatile int64_t left = INT64_MAX;
volatile int64_t failed = 0;

bool fails() {
  if (addAtomic(&left, -1) > 0) return false;
  addAtomic(&failed, 1);
  return true;
}

}  // namespace

void failAllocationsAfter(int64_t count) {
  writeAtomic(&left, count < 0 ? INT64_MAX : count);
  writeAtomic(&failed, 0);
}

bool hasFailed() { return readAtomic(&failed) > 0; }

}  // namespace mariana::tests

extern "C" {
// mariana::systemAllocate(size_t), as the compilers name it where size_t is unsigned long.
void* __real__ZN7mariana14systemAllocateEm(size_t bytes);
void* __wrap__ZN7mariana14systemAllocateEm(size_t bytes);
void* __wrap__ZN7mariana14systemAllocateEm(size_t bytes) {
  return mariana::tests::fails() ? nullptr : __real__ZN7mariana14systemAllocateEm(bytes);
}
}

TEST(noMemoryFromTheSystem) {
  using namespace mariana;
  using namespace mariana::tests;
  emptyPool();
  const int64_t taken = poolUsage().taken;
  failAllocationsAfter(1);
  const Block one = takeBlock(5000), two = takeBlock(5000);
  CHECK(one.data != nullptr && two.data == nullptr && takeScratch(100, 8).data == nullptr);
  giveBlock(one);
  const Block again = takeBlock(5000);  // the pool still has it
  CHECK(again.data == one.data);
  giveBlock(again);
  // What the pool holds goes back to the system before it gives up.
  CHECK(takeBlock(6000000).data == nullptr && poolUsage().kept == 0);
  failAllocationsAfter(-1);
  CHECK(poolUsage().taken == taken);
}
