// The memory of a tensor, as JavaScript holds it.
#pragma once
#include "pool.h"

namespace mariana {

struct Buffer {
  uint64_t mark;  // bufferMark while it lives
  size_t bytes;   // what was asked for
  int64_t tensors;  // that share it, as far as JavaScript tells
  Block block;    // block.data is null once it was given back
};

constexpr uint64_t bufferMark = 0x6d617269616e6101;

// Null where there is not enough memory.
Buffer* makeBuffer(size_t bytes);
// Gives an empty buffer memory again; false where there is not enough.
bool fillBuffer(Buffer* buffer, size_t bytes);
// Gives the memory back and keeps the record, so that whoever still holds it gets an error.
void emptyBuffer(Buffer* buffer);
// Gives back both.
void deleteBuffer(Buffer* buffer);

}  // namespace mariana
