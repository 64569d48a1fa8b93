// The form in which a call of a kernel arrives: a list of numbers.
//
//   op, numInputs, numOutputs, numParams,
//   for each input   dtype, rank, offset (in elements), the sizes of its axes
//   for each output  dtype, rank, the sizes of its axes
//   the parameters
#pragma once
#include "buffer.h"
#include "call.h"

namespace mariana {

constexpr int maxArrays = 4096;
constexpr int maxWords = 1 << 15;

// A record read: arrays without data for the outputs, and all sizes checked for overflow.
struct Record {
  int op;
  Call call;
  Array arrays[maxArrays];
  int64_t offsets[maxArrays];
  int64_t sizes[maxWords];
};

// False where the numbers are no such record.
bool readRecord(const double* words, int length, Record& record);

// Points an input at its buffer; false where it does not lie inside of it, or the buffer was given back.
bool placeInput(Record& record, int index, const Buffer* buffer);

}  // namespace mariana
