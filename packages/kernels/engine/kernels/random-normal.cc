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
    for (int64_t i = from; i < end; i += words) to[i / words] = of(drawn + (i - from));
  });
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(randomNormal) {
  Key key;
  MARIANA_CHECK(key.read(call) && call.numParams == 1);
  const Array& y = call.outputs[0];
  const bool truncated = call.params[0] != 0;
  const auto single = [=](const uint32_t* word) { return normal(word[0], truncated); };
  switch (y.dtype) {
    case DType::float32: return draw<1, float>(key, y, single);
    case DType::float64: return draw<2, double>(key, y, [=](const uint32_t* word) { return normal(word[0], word[1], truncated); });
    case DType::float16: return draw<1, uint16_t>(key, y, [=](const uint32_t* word) { return toFloat16(single(word)); });
    case DType::bfloat16: return draw<1, uint16_t>(key, y, [=](const uint32_t* word) { return toBfloat16(single(word)); });
    default: return Status::unsupported;
  }
}

}  // namespace mariana::MARIANA_ISA
