// Whole numbers and permutations: the same as packages/tensor/src/random/integers.ts, which defines them. randomIntegers has
// the parameters min and max, from the first up to and not including the second; randomPermutation has none.
#include "philox.h"

namespace mariana::MARIANA_ISA {
namespace {

// ⌊bits · range / 2⁶⁴⌋ with the bits of two words, the first the upper, for ranges below 2⁶³.
MARIANA_INLINE uint64_t below(uint64_t range, const uint32_t* words) {
  const uint64_t high = words[0], low = words[1], rangeHigh = range >> 32, rangeLow = range & 0xffffffffu;
  const uint64_t carried = high * rangeLow + (low * rangeLow >> 32);
  const uint64_t middle = low * rangeHigh + (carried & 0xffffffffu);
  return high * rangeHigh + (carried >> 32) + (middle >> 32);
}

template <class T>
Status drawIntegers(const Key& key, const Array& y, int64_t min, int64_t max) {
  T* to = dataOf<T>(y);
  const uint64_t range = static_cast<uint64_t>(max - min);
  eachWords(key, 2 * y.size, [=](const uint32_t* words, int64_t from, int64_t end) {
    for (int64_t i = from; i < end; i += 2) {
      to[i / 2] = static_cast<T>(min + static_cast<int64_t>(below(range, words + (i - from))));
    }
  });
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(randomIntegers) {
  Key key;
  MARIANA_CHECK(key.read(call) && call.numParams == 2);
  const int64_t min = integerParam(call, 0), max = integerParam(call, 1);
  MARIANA_CHECK(min != notAnInteger && max != notAnInteger && min < max);
  const Array& y = call.outputs[0];
  if (y.dtype == DType::int64) return drawIntegers<int64_t>(key, y, min, max);
  if (y.dtype != DType::int32) return Status::unsupported;
  MARIANA_CHECK(min >= INT32_MIN && max <= int64_t{INT32_MAX} + 1);
  return drawIntegers<int32_t>(key, y, min, max);
}

// Fisher and Yates's shuffle from the end, two words a step.
MARIANA_KERNEL(randomPermutation) {
  Key key;
  MARIANA_CHECK(key.read(call) && call.outputs[0].dtype == DType::int32);
  const int64_t size = call.outputs[0].size;
  MARIANA_CHECK(size <= int64_t{INT32_MAX} + 1);
  int32_t* y = dataOf<int32_t>(call.outputs[0]);
  for (int64_t i = 0; i < size; i++) y[i] = static_cast<int32_t>(i);
  uint32_t words[4 * blocks];
  int64_t drawn = 0;
  for (int64_t i = size - 1; i > 0; i--, drawn += 2) {
    const int64_t at = drawn % (4 * blocks);
    if (at == 0) philox(key, drawn / 4, words);
    const int64_t j = static_cast<int64_t>(below(static_cast<uint64_t>(i + 1), words + at));
    const int32_t held = y[i];
    y[i] = y[j];
    y[j] = held;
  }
  return Status::ok;
}

}  // namespace mariana::MARIANA_ISA
