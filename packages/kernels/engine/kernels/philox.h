// Random words: the same bits as packages/tensor/src/random/philox.ts, which defines them.
#pragma once
#include <string.h>

#include "isa.h"

namespace mariana::MARIANA_ISA {

// The input of every draw.
struct Key {
  uint32_t seedLow, seedHigh, drawLow, drawHigh;

  bool read(const Call& call) {
    if (call.numInputs != 1 || call.numOutputs != 1) return false;
    if (call.inputs[0].dtype != DType::int32 || call.inputs[0].size != 4) return false;
    memcpy(this, call.inputs[0].data, sizeof *this);
    return true;
  }
};

constexpr int64_t blocks = 16;  // computed side by side, so that they can be vectors

// Words 4·first … of a draw: Philox 4x32-10 for `blocks` values of the counter.
MARIANA_APART void philox(const Key& key, int64_t first, uint32_t* words) {
  uint32_t a[blocks], b[blocks], c[blocks], d[blocks];
  for (int64_t i = 0; i < blocks; i++) {
    const uint64_t counter = static_cast<uint64_t>(first + i);
    a[i] = static_cast<uint32_t>(counter);
    b[i] = static_cast<uint32_t>(counter >> 32);
    c[i] = key.drawLow;
    d[i] = key.drawHigh;
  }
  uint32_t low = key.seedLow, high = key.seedHigh;
  for (int round = 0; round < 10; round++) {
    for (int64_t i = 0; i < blocks; i++) {
      const uint64_t productA = uint64_t{a[i]} * 0xd2511f53u;
      const uint64_t productC = uint64_t{c[i]} * 0xcd9e8d57u;
      a[i] = static_cast<uint32_t>(productC >> 32) ^ b[i] ^ low;
      b[i] = static_cast<uint32_t>(productC);
      c[i] = static_cast<uint32_t>(productA >> 32) ^ d[i] ^ high;
      d[i] = static_cast<uint32_t>(productA);
    }
    low += 0x9e3779b9u;
    high += 0xbb67ae85u;
  }
  for (int64_t i = 0; i < blocks; i++) {
    words[4 * i] = a[i];
    words[4 * i + 1] = b[i];
    words[4 * i + 2] = c[i];
    words[4 * i + 3] = d[i];
  }
}

// Calls use(words, from, to) for parts of a draw of `count` words; both ends are multiples of 64 but the last.
template <class Use>
void eachWords(const Key& key, int64_t count, const Use& use) {
  constexpr int64_t part = blocks * 4;
  parallelFor((count + part - 1) / part, 128, [&](int64_t begin, int64_t end) {
    uint32_t words[part];
    for (int64_t i = begin; i < end; i++) {
      philox(key, i * blocks, words);
      use(words, i * part, (i + 1) * part < count ? (i + 1) * part : count);
    }
  });
}

}  // namespace mariana::MARIANA_ISA
