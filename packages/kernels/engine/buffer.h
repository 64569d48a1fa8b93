// The memory of a tensor, as JavaScript holds it.
#pragma once
#include "pool.h"

namespace mariana {

// How many buffers hold one block.
struct Holders {
  int64_t count;
};

struct Buffer {
  uint64_t mark;     // bufferMark while it lives
  size_t bytes;      // what was asked for
  Block block;       // block.data is null once it was given back
  Holders* holders;  // null where this buffer is the only one
};

constexpr uint64_t bufferMark = 0x6d617269616e6101;

// Null where there is not enough memory.
Buffer* makeBuffer(size_t bytes);
// Gives an empty buffer memory again; false where there is not enough.
bool fillBuffer(Buffer* buffer, size_t bytes);
// A buffer with the memory of another, which is given back once neither holds it: `into`, if that is an empty one, else a
// new one. Null where there is not enough memory for the records.
Buffer* shareBuffer(Buffer* buffer, Buffer* into);
bool isOnlyHolder(const Buffer& buffer);
// Gives the memory back and keeps the record, so that whoever still holds it gets an error.
void emptyBuffer(Buffer* buffer);
// Gives back both.
void deleteBuffer(Buffer* buffer);

}  // namespace mariana
