// Memory for buffers and scratch: sized in classes, kept for the next one that asks, up to a bound.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace mariana {

struct Block {
  void* data;  // aligned to 64 bytes; null where it could not be had
  size_t capacity;
};

Block takeBlock(size_t bytes);
void giveBlock(Block block);

// Gives what is kept for later back to the system.
void emptyPool();

struct PoolUsage {
  int64_t taken;  // bytes in use, as capacities
  int64_t kept;   // bytes waiting for the next one
};
PoolUsage poolUsage();
void setPoolBound(int64_t bytes);

}  // namespace mariana
