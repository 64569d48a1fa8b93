#include "pool.h"

#include "scratch.h"
#include "system/fence.h"
#include "system/lock.h"
#include "system/memory.h"

namespace mariana {
namespace {

// Four classes between one power of two and the next, from 64 bytes to what can be addressed: at most a quarter is lost.
constexpr int firstPower = 6;
constexpr int lastPower = sizeof(size_t) == 8 ? 47 : 31;
constexpr int numClasses = (lastPower - firstPower) * 4;

// A block that waits holds the address of the next one of its class.
struct Waiting {
  Waiting* next;
};

Lock lock;
Waiting* waiting[numClasses];
PoolUsage usage{0, 0};
int64_t bound = int64_t{1} << 30;

size_t capacityOf(int index) {
  const size_t power = size_t{1} << (firstPower + index / 4);
  return power + power / 4 * (index % 4);
}

// The smallest class that holds so many bytes; numClasses where there is none.
int classFor(size_t bytes) {
  if (bytes <= (size_t{1} << firstPower)) return 0;
  int power = firstPower;
  while (power < lastPower && (size_t{1} << (power + 1)) <= bytes) power++;
  int index = (power - firstPower) * 4;
  while (index < numClasses && capacityOf(index) < bytes) index++;
  return index;
}

Waiting* takeWaiting(int index) {
  Waiting* block = waiting[index];
  if (block != nullptr) {
    MARIANA_UNFENCE(block, capacityOf(index));
    waiting[index] = block->next;
    usage.kept -= static_cast<int64_t>(capacityOf(index));
  }
  return block;
}

Block fenced(void* data, [[maybe_unused]] size_t bytes, size_t capacity) {
  MARIANA_FENCE(static_cast<char*>(data) + bytes, capacity - bytes);
  return {data, capacity};
}

}  // namespace

Block takeBlock(size_t bytes) {
  const int index = classFor(bytes);
  if (index == numClasses) return {nullptr, 0};
  const size_t capacity = capacityOf(index);
  acquire(lock);
  void* data = takeWaiting(index);
  if (data != nullptr) usage.taken += static_cast<int64_t>(capacity);
  release(lock);
  if (data != nullptr) return fenced(data, bytes, capacity);
  data = systemAllocate(capacity);
  if (data == nullptr) {
    emptyPool();
    data = systemAllocate(capacity);
  }
  if (data == nullptr) return {nullptr, 0};
  acquire(lock);
  usage.taken += static_cast<int64_t>(capacity);
  release(lock);
  return fenced(data, bytes, capacity);
}

void giveBlock(Block block) {
  if (block.data == nullptr) return;
  const int64_t capacity = static_cast<int64_t>(block.capacity);
  acquire(lock);
  usage.taken -= capacity;
  MARIANA_UNFENCE(block.data, block.capacity);
  const bool kept = usage.kept + capacity <= bound;
  if (kept) {
    const int index = classFor(block.capacity);
    Waiting* first = static_cast<Waiting*>(block.data);
    first->next = waiting[index];
    waiting[index] = first;
    usage.kept += capacity;
    MARIANA_FENCE(first, block.capacity);
  }
  release(lock);
  if (!kept) systemFree(block.data, block.capacity);
}

void emptyPool() {
  for (int index = 0; index < numClasses; index++) {
    for (;;) {
      acquire(lock);
      Waiting* block = takeWaiting(index);
      release(lock);
      if (block == nullptr) break;
      systemFree(block, capacityOf(index));
    }
  }
}

PoolUsage poolUsage() {
  acquire(lock);
  const PoolUsage now = usage;
  release(lock);
  return now;
}

void setPoolBound(int64_t bytes) {
  acquire(lock);
  bound = bytes;
  release(lock);
  if (poolUsage().kept > bytes) emptyPool();
}

ScratchMemory takeScratch(int64_t count, size_t size) {
  if (count < 0 || static_cast<uint64_t>(count) > (SIZE_MAX >> 1) / size) return {nullptr, 0};
  const Block block = takeBlock(static_cast<size_t>(count) * size);
  return {block.data, block.capacity};
}

void giveScratch(ScratchMemory memory) { giveBlock({memory.data, memory.capacity}); }

}  // namespace mariana
