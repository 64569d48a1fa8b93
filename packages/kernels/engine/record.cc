#include "record.h"

#include "registry.h"

namespace mariana {
namespace {

constexpr int64_t largest = int64_t{1} << 53;  // beyond, not every whole number is a double

struct Words {
  const double* at;
  const double* end;

  // A whole number from 0 to `most`; −1 where the next word is none.
  int64_t next(int64_t most) {
    if (at == end) return -1;
    const double value = *at++;
    if (!(value >= 0 && value <= static_cast<double>(most))) return -1;
    const int64_t whole = static_cast<int64_t>(value);
    return static_cast<double>(whole) == value ? whole : -1;
  }
};

bool readArray(Words& words, Array& array, int64_t* offset, int64_t*& sizes, const int64_t* sizesEnd) {
  const int64_t dtype = words.next(numDTypes - 1);
  const int64_t rank = words.next(maxRank);
  if (dtype < 0 || rank < 0 || sizesEnd - sizes < rank) return false;
  if (offset != nullptr && (*offset = words.next(largest)) < 0) return false;
  array = {nullptr, sizes, 1, static_cast<int>(rank), static_cast<DType>(dtype)};
  bool empty = false;
  for (int64_t axis = 0; axis < rank; axis++) {
    const int64_t size = words.next(largest);
    if (size < 0) return false;
    *sizes++ = size;
    if (size == 0) empty = true;
    // Kernels multiply sizes of single axes too, so that an empty array must not hide an overflow.
    if (size > 0 && array.size > largest / size) return false;
    if (size > 0) array.size *= size;
  }
  if (array.size > largest / static_cast<int64_t>(bytesOf(array.dtype))) return false;
  if (empty) array.size = 0;
  return true;
}

}  // namespace

bool readRecord(const double* numbers, int length, Record& record) {
  Words words{numbers, numbers + length};
  const int64_t op = words.next(numOps - 1);
  const int64_t inputs = words.next(maxArrays);
  const int64_t outputs = words.next(maxArrays);
  const int64_t params = words.next(maxWords);
  if (op < 0 || inputs < 0 || outputs < 0 || params < 0 || inputs + outputs > maxArrays) return false;
  int64_t* sizes = record.sizes;
  const int64_t* end = record.sizes + maxWords;
  for (int64_t i = 0; i < inputs; i++) {
    if (!readArray(words, record.arrays[i], &record.offsets[i], sizes, end)) return false;
  }
  for (int64_t i = 0; i < outputs; i++) {
    if (!readArray(words, record.arrays[inputs + i], nullptr, sizes, end)) return false;
  }
  if (words.end - words.at != params) return false;
  record.op = static_cast<int>(op);
  record.call = {record.arrays,
                 record.arrays + inputs,
                 words.at,
                 static_cast<int>(inputs),
                 static_cast<int>(outputs),
                 static_cast<int>(params),
                 {0, 0}};
  return true;
}

bool placeInput(Record& record, int index, const Buffer* buffer) {
  if (buffer == nullptr || buffer->mark != bufferMark || buffer->block.data == nullptr) return false;
  Array& array = record.arrays[index];
  const int64_t bytes = static_cast<int64_t>(bytesOf(array.dtype));
  const int64_t held = static_cast<int64_t>(buffer->bytes) / bytes;
  if (array.size > held || record.offsets[index] > held - array.size) return false;
  array.data = static_cast<char*>(buffer->block.data) + record.offsets[index] * bytes;
  return true;
}

}  // namespace mariana
