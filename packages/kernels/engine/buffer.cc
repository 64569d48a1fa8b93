#include "buffer.h"

#include "system/lock.h"

namespace mariana {
namespace {

volatile int64_t bytesHeld = 0;
volatile int64_t buffersHeld = 0;

void count(int64_t bytes, int64_t buffers) {
  addAtomic(&bytesHeld, bytes);
  addAtomic(&buffersHeld, buffers);
}

}  // namespace

Buffer* makeBuffer(size_t bytes) {
  const Block record = takeBlock(sizeof(Buffer));
  if (record.data == nullptr) return nullptr;
  const Block block = takeBlock(bytes);
  if (block.data == nullptr) {
    giveBlock(record);
    return nullptr;
  }
  Buffer* buffer = static_cast<Buffer*>(record.data);
  buffer->mark = bufferMark;
  buffer->bytes = bytes;
  buffer->block = block;
  count(static_cast<int64_t>(bytes), 1);
  return buffer;
}

void emptyBuffer(Buffer* buffer) {
  if (buffer->block.data == nullptr) return;
  giveBlock(buffer->block);
  buffer->block = {nullptr, 0};
  count(-static_cast<int64_t>(buffer->bytes), -1);
}

void deleteBuffer(Buffer* buffer) {
  emptyBuffer(buffer);
  buffer->mark = 0;
  // The record came from the pool, in its smallest class.
  giveBlock({buffer, 64});
}

BufferUsage bufferUsage() { return {addAtomic(&bytesHeld, 0), addAtomic(&buffersHeld, 0)}; }

}  // namespace mariana
