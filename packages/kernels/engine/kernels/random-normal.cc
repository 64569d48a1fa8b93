// Numbers of the normal distribution. Parameter: whether it is truncated.
#include "half.h"
#include "normal-numbers.h"
#include "philox.h"

namespace mariana::MARIANA_ISA {
namespace {

// of(its words) for each element, which takes so many of them.
template <int words, class T, class Of>
Status draw(const Key& key, const Array& y, const Of& of) {
  T* to = dataOf<T>(y);
  eachWords(key, words * y.size, [=](const uint32_t* drawn, int64_t from, int64_t end) {
    T* MARIANA_RESTRICT some = to + from / words;
    const int64_t count = (end - from) / words;
    for (int64_t i = 0; i < count; i++) some[i] = of(drawn + i * words);
  });
  return Status::ok;
}

template <bool truncated>
Status drawNormal(const Key& key, const Array& y) {
  const auto single = [](const uint32_t* word) MARIANA_INLINE_BODY { return normal<truncated>(word[0]); };
  switch (y.dtype) {
    case DType::float32: return draw<1, float>(key, y, single);
    case DType::float64: return draw<2, double>(key, y, [](const uint32_t* word) { return normal(word[0], word[1], truncated); });
    case DType::float16: return draw<1, uint16_t>(key, y, [=](const uint32_t* word) { return toFloat16(single(word)); });
    case DType::bfloat16: return draw<1, uint16_t>(key, y, [=](const uint32_t* word) { return toBfloat16(single(word)); });
    default: return Status::unsupported;
  }
}

}  // namespace

MARIANA_KERNEL(randomNormal) {
  Key key;
  MARIANA_CHECK(key.read(call) && call.numParams == 1);
  return call.params[0] != 0 ? drawNormal<true>(key, call.outputs[0]) : drawNormal<false>(key, call.outputs[0]);
}

}  // namespace mariana::MARIANA_ISA
