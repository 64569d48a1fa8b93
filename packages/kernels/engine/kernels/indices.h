// Indices of int32 or int64. All are checked against the size of their axis, in their own dtype, before any is used.
#pragma once
#include "isa.h"

namespace mariana::MARIANA_ISA {

template <class Index, class Unsigned>
MARIANA_APART Status checkIndices(Call& call, const Array& indices, int64_t size) {
  const Index* index = dataOf<Index>(indices);
  // One pass without branches first: indices are nearly always right.
  Unsigned largest = 0;
  for (int64_t i = 0; i < indices.size; i++) {
    const Unsigned value = static_cast<Unsigned>(index[i]);
    if (value > largest) largest = value;
  }
  if (indices.size == 0 || largest < static_cast<uint64_t>(size)) return Status::ok;
  for (int64_t i = 0; i < indices.size; i++) {
    if (index[i] >= 0 && index[i] < size) continue;
    call.detail[0] = index[i];
    call.detail[1] = size;
    return Status::indexOutside;
  }
  return Status::ok;
}

// Runs use(index) on the indices, if all of them are in 0…size−1.
template <class Use>
MARIANA_INLINE Status withIndices(Call& call, const Array& indices, int64_t size, const Use& use) {
  if (indices.dtype == DType::int32) {
    const Status status = checkIndices<int32_t, uint32_t>(call, indices, size);
    return status == Status::ok ? use(dataOf<int32_t>(indices)) : status;
  }
  if (indices.dtype != DType::int64) return Status::badCall;
  const Status status = checkIndices<int64_t, uint64_t>(call, indices, size);
  return status == Status::ok ? use(dataOf<int64_t>(indices)) : status;
}

}  // namespace mariana::MARIANA_ISA
