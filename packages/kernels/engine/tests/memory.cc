// The pool and the buffers: alignment, reuse, the bound, sizes that cannot be.
#include <string.h>

#include "buffer.h"
#include "check.h"
#include "pool.h"
#include "scratch.h"

using namespace mariana;
using namespace mariana::tests;

TEST(blocksAreAlignedAndLargeEnough) {
  const int64_t before = poolUsage().taken;
  for (size_t bytes = 0; bytes < 5000000; bytes = bytes * 9 / 8 + 1) {
    note("%zu bytes", bytes);
    const Block block = takeBlock(bytes);
    CHECK(block.data != nullptr);
    CHECK(reinterpret_cast<uintptr_t>(block.data) % 64 == 0);
    CHECK(block.capacity >= bytes && (bytes < 256 || block.capacity <= bytes + bytes / 4 + 64));
    memset(block.data, 1, bytes);
    giveBlock(block);
  }
  CHECK(poolUsage().taken == before);
}

TEST(blocksAreReused) {
  const Block one = takeBlock(1000);
  giveBlock(one);
  const Block two = takeBlock(900);
  CHECK(one.data == two.data);
  giveBlock(two);
}

TEST(poolKeepsNoMoreThanItsBound) {
  emptyPool();
  setPoolBound(100000);
  Block blocks[20];
  for (Block& block : blocks) block = takeBlock(20000);
  for (const Block& block : blocks) giveBlock(block);
  CHECK(poolUsage().kept > 0 && poolUsage().kept <= 100000);
  setPoolBound(1000);
  CHECK(poolUsage().kept <= 1000);
  setPoolBound(int64_t{1} << 30);
}

TEST(sizesThatCannotBeAreRefused) {
  CHECK(takeBlock(SIZE_MAX).data == nullptr);
  CHECK(takeBlock(SIZE_MAX / 2 + 1).data == nullptr);
  CHECK(takeScratch(-1, 4).data == nullptr);
  CHECK(takeScratch(INT64_MAX, 8).data == nullptr);
  CHECK(takeScratch(INT64_MAX / 4, 8).data == nullptr);
  CHECK(makeBuffer(SIZE_MAX - 100) == nullptr);
  const int64_t taken = poolUsage().taken;
  CHECK(makeBuffer(SIZE_MAX / 2 + 1) == nullptr);
  CHECK(poolUsage().taken == taken);
}

TEST(buffersAreGivenBackOnce) {
  const int64_t taken = poolUsage().taken;
  Buffer* buffer = makeBuffer(1000);
  Buffer* nothing = makeBuffer(0);
  CHECK(buffer != nullptr && nothing != nullptr && nothing->block.data != nullptr);
  const int64_t held = poolUsage().taken;
  const int64_t capacity = static_cast<int64_t>(buffer->block.capacity);
  CHECK(buffer->bytes == 1000 && capacity >= 1000);
  emptyBuffer(buffer);
  CHECK(buffer->block.data == nullptr && poolUsage().taken == held - capacity);
  emptyBuffer(buffer);
  CHECK(poolUsage().taken == held - capacity);
  deleteBuffer(buffer);
  deleteBuffer(nothing);
  CHECK(poolUsage().taken == taken);
}
