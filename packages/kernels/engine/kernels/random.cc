// Random bits and uniform numbers: the same bits as packages/tensor/src/random, which defines them.
#include "half.h"
#include "philox.h"

namespace mariana::MARIANA_ISA {

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

}  // namespace mariana::MARIANA_ISA
