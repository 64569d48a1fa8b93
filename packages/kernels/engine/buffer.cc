#include "buffer.h"

namespace mariana {
namespace {

constexpr size_t recordBytes = 64;  // the pool's smallest class, from which records come

template <class Record>
Record* takeRecord() {
  static_assert(sizeof(Record) <= recordBytes);
  return static_cast<Record*>(takeBlock(sizeof(Record)).data);
}

void giveRecord(void* record) { giveBlock({record, recordBytes}); }

Buffer* makeRecord() {
  Buffer* buffer = takeRecord<Buffer>();
  if (buffer != nullptr) *buffer = {bufferMark, 0, {nullptr, 0}, nullptr};
  return buffer;
}

}  // namespace

Buffer* makeBuffer(size_t bytes) {
  Buffer* buffer = makeRecord();
  if (buffer == nullptr || fillBuffer(buffer, bytes)) return buffer;
  deleteBuffer(buffer);
  return nullptr;
}

bool fillBuffer(Buffer* buffer, size_t bytes) {
  const Block block = takeBlock(bytes);
  if (block.data == nullptr) return false;
  buffer->bytes = bytes;
  buffer->block = block;
  buffer->holders = nullptr;
  return true;
}

Buffer* shareBuffer(Buffer* buffer, Buffer* into) {
  if (buffer->holders == nullptr) {
    buffer->holders = takeRecord<Holders>();
    if (buffer->holders == nullptr) return nullptr;
    buffer->holders->count = 1;
  }
  Buffer* shared = into != nullptr ? into : makeRecord();
  if (shared == nullptr) return nullptr;
  buffer->holders->count++;
  shared->bytes = buffer->bytes;
  shared->block = buffer->block;
  shared->holders = buffer->holders;
  return shared;
}

bool isOnlyHolder(const Buffer& buffer) { return buffer.holders == nullptr || buffer.holders->count == 1; }

void emptyBuffer(Buffer* buffer) {
  if (buffer->block.data == nullptr) return;
  if (isOnlyHolder(*buffer)) {
    giveBlock(buffer->block);
    if (buffer->holders != nullptr) giveRecord(buffer->holders);
  } else {
    buffer->holders->count--;
  }
  buffer->block = {nullptr, 0};
  buffer->holders = nullptr;
}

void deleteBuffer(Buffer* buffer) {
  emptyBuffer(buffer);
  buffer->mark = 0;
  giveRecord(buffer);
}

}  // namespace mariana
