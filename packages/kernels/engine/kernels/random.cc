// Random numbers: the same bits as packages/tensor/src/random, which defines them.
#include <math.h>
#include <string.h>

#include "simd/vector.h"
#include "half.h"

namespace mariana::MARIANA_ISA {
namespace {

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
void philox(const Key& key, int64_t first, uint32_t* words) {
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

// Coefficients of PPND7: Wichura, Algorithm AS 241, The percentage points of the normal distribution (1988).
float central(float q) {
  const float r = 0.180625f - q * q;
  const float above = ((59.10937472f * r + 159.29113202f) * r + 50.434271938f) * r + 3.3871327179f;
  const float below = ((67.1875636f * r + 78.757757664f) * r + 17.895169469f) * r + 1.0f;
  return q * above / below;
}

float minusLog(float p) {
  int32_t bits;
  memcpy(&bits, &p, sizeof bits);
  const int32_t exponent = (bits - 0x3f3504f3) >> 23;
  bits = static_cast<int32_t>(static_cast<uint32_t>(bits) - (static_cast<uint32_t>(exponent) << 23));
  float m;
  memcpy(&m, &bits, sizeof m);
  const float s = (m - 1.0f) / (m + 1.0f);
  const float s2 = s * s;
  constexpr float third = static_cast<float>(1.0 / 3), fifth = static_cast<float>(1.0 / 5);
  constexpr float seventh = static_cast<float>(1.0 / 7), ninth = static_cast<float>(1.0 / 9);
  const float series = (((ninth * s2 + seventh) * s2 + fifth) * s2) + third;
  const float logM = (2.0f * s) * (1.0f + series * s2);
  constexpr float ln2 = static_cast<float>(0.6931471805599453);
  return -static_cast<float>(exponent) * ln2 - logM;
}

float tail(float p) {
  const float r = sqrtf(minusLog(p)) - 1.6f;
  const float above = ((0.17023821103f * r + 1.3067284816f) * r + 2.75681539f) * r + 1.4234372777f;
  const float below = (0.12021132975f * r + 0.7370016425f) * r + 1.0f;
  return above / below;
}

float normal(uint32_t word, bool truncated) {
  const uint32_t u = 2u * (word & 0x7fffffffu) + 1u;
  const float middle = static_cast<float>(4294967296.0 - static_cast<double>(u));
  constexpr float reach = static_cast<float>(0.4772498309612274);
  const float q = truncated ? reach * (middle * 2.3283064365386963e-10f) : middle * 1.1641532182693481e-10f;
  const float z = q <= 0.425 ? central(q) : tail(truncated ? 0.5f - q : static_cast<float>(u) * 1.1641532182693481e-10f);
  return word >> 31 == 1 ? -z : z;
}

}  // namespace

MARIANA_KERNEL(randomBits) {
  Key key;
  MARIANA_CHECK(key.read(call) && call.outputs[0].dtype == DType::int32);
  uint32_t* to = dataOf<uint32_t>(call.outputs[0]);
  eachWords(key, call.outputs[0].size, [=](const uint32_t* words, int64_t from, int64_t end) {
    memcpy(to + from, words, static_cast<size_t>(end - from) * sizeof(uint32_t));
  });
  return Status::ok;
}

MARIANA_KERNEL(randomUniform) {
  Key key;
  MARIANA_CHECK(key.read(call));
  const Array& y = call.outputs[0];
  switch (y.dtype) {
    case DType::float32: {
      float* to = dataOf<float>(y);
      eachWords(key, y.size, [=](const uint32_t* words, int64_t from, int64_t end) {
        for (int64_t i = from; i < end; i++) to[i] = static_cast<float>(static_cast<int32_t>(words[i - from] >> 8)) * 5.9604644775390625e-8f;
      });
      return Status::ok;
    }
    case DType::float64: {
      double* to = dataOf<double>(y);
      eachWords(key, 2 * y.size, [=](const uint32_t* words, int64_t from, int64_t end) {
        for (int64_t i = from; i < end; i += 2) {
          const uint64_t bits = uint64_t{words[i - from]} << 21 | words[i - from + 1] >> 11;
          to[i / 2] = static_cast<double>(static_cast<int64_t>(bits)) * 1.1102230246251565e-16;
        }
      });
      return Status::ok;
    }
    case DType::float16:
    case DType::bfloat16: {
      uint16_t* to = dataOf<uint16_t>(y);
      const bool brain = y.dtype == DType::bfloat16;
      const int bits = brain ? 8 : 11;
      eachWords(key, y.size, [=](const uint32_t* words, int64_t from, int64_t end) {
        for (int64_t i = from; i < end; i++) {
          const float value = static_cast<float>(words[i - from] >> (32 - bits)) / static_cast<float>(1 << bits);
          to[i] = brain ? toBfloat16(value) : toFloat16(value);
        }
      });
      return Status::ok;
    }
    default: return Status::unsupported;
  }
}

MARIANA_KERNEL(randomNormal) {
  Key key;
  MARIANA_CHECK(key.read(call) && call.numParams == 1);
  const Array& y = call.outputs[0];
  if (y.dtype != DType::float32) return Status::unsupported;
  float* to = dataOf<float>(y);
  const bool truncated = call.params[0] != 0;
  eachWords(key, y.size, [=](const uint32_t* words, int64_t from, int64_t end) {
    for (int64_t i = from; i < end; i++) to[i] = normal(words[i - from], truncated);
  });
  return Status::ok;
}

}  // namespace mariana::MARIANA_ISA
