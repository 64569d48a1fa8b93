#include "buffer.h"

namespace mariana {

Buffer* makeBuffer(size_t bytes) {
  const Block record = takeBlock(sizeof(Buffer));
  if (record.data == nullptr) return nullptr;
  Buffer* buffer = static_cast<Buffer*>(record.data);
  if (!fillBuffer(buffer, bytes)) {
    giveBlock(record);
    return nullptr;
  }
  buffer->mark = bufferMark;
  return buffer;
}

bool fillBuffer(Buffer* buffer, size_t bytes) {
  const Block block = takeBlock(bytes);
  if (block.data == nullptr) return false;
  buffer->bytes = bytes;
  buffer->tensors = 1;
  buffer->block = block;
  return true;
}

void emptyBuffer(Buffer* buffer) {
  if (buffer->block.data == nullptr) return;
  giveBlock(buffer->block);
  buffer->block = {nullptr, 0};
}

void deleteBuffer(Buffer* buffer) {
  emptyBuffer(buffer);
  buffer->mark = 0;
  // The record came from the pool, in its smallest class.
  giveBlock({buffer, 64});
}

}  // namespace mariana
