// Elementwise operations on one array whose results are exact or rounded once.
#include "simd/vector.h"

#include <math.h>
#include <string.h>

#include "kernels/unary.h"

namespace mariana::MARIANA_ISA {
namespace {

// Floats by one function, whole numbers by another, which takes them with their sign.
template <class Float, class Whole>
Status numbers(const Call& call, const Float& ofFloat, const Whole& ofWhole) {
  MARIANA_CHECK(isSame(call));
  switch (call.inputs[0].dtype) {
    case DType::float32: return each<float, float>(call, ofFloat);
    case DType::float64: return each<double, double>(call, ofFloat);
    case DType::int32: return each<int32_t, int32_t>(call, [&](int32_t x) { return ofWhole(int64_t{x}); });
    case DType::int64: return each<int64_t, int64_t>(call, ofWhole);
    case DType::int8: return each<int8_t, int8_t>(call, [&](int8_t x) { return ofWhole(int64_t{x}); });
    case DType::boolean:
    case DType::uint8: return each<uint8_t, uint8_t>(call, [&](uint8_t x) { return ofWhole(int64_t{x}); });
    default: return Status::unsupported;
  }
}

int64_t opposite(int64_t x) { return static_cast<int64_t>(0 - static_cast<uint64_t>(x)); }

}  // namespace

MARIANA_KERNEL(neg) {
  return numbers(call, [](auto x) { return -x; }, opposite);
}
MARIANA_KERNEL(abs) {
  return numbers(call, [](auto x) { return x < 0 ? -x : x + 0; }, [](int64_t x) { return x < 0 ? opposite(x) : x; });
}
MARIANA_KERNEL(sign) {
  return numbers(call, [](auto x) { return x > 0 ? decltype(x){1} : x < 0 ? decltype(x){-1} : x; },
                 [](int64_t x) { return x > 0 ? 1 : x < 0 ? -1 : 0; });
}
MARIANA_KERNEL(square) {
  return numbers(call, [](auto x) { return x * x; },
                 [](int64_t x) { return static_cast<int64_t>(static_cast<uint64_t>(x) * static_cast<uint64_t>(x)); });
}
MARIANA_KERNEL(relu) {
  return numbers(call, [](auto x) { return x > 0 || x != x ? x : decltype(x){0}; }, [](int64_t x) { return x > 0 ? x : 0; });
}
MARIANA_KERNEL(floor) {
  return vectors(call, [](auto x) { return floor(x); });
}
MARIANA_KERNEL(ceil) {
  return vectors(call, [](auto x) { return ceil(x); });
}
MARIANA_KERNEL(round) {
  return vectors(call, [](auto x) { return round(x); });
}
MARIANA_KERNEL(trunc) {
  return vectors(call, [](auto x) { return trunc(x); });
}
MARIANA_KERNEL(sqrt) {
  return vectors(call, [](auto x) { return sqrt(x); });
}
MARIANA_KERNEL(isNaN) {
  MARIANA_CHECK(isLike(call) && call.outputs[0].dtype == DType::boolean);
  switch (call.inputs[0].dtype) {
    case DType::float32: return each<float, uint8_t>(call, [](float x) { return x != x; });
    case DType::float64: return each<double, uint8_t>(call, [](double x) { return x != x; });
    default:
      if (call.outputs[0].size > 0) memset(call.outputs[0].data, 0, static_cast<size_t>(call.outputs[0].size));
      return Status::ok;
  }
}

MARIANA_KERNEL(not) {
  MARIANA_CHECK(isSame(call));
  switch (call.inputs[0].dtype) {
    case DType::boolean: return each<uint8_t, uint8_t>(call, [](uint8_t x) { return 1 - x; });
    case DType::uint8:
    case DType::int8: return each<uint8_t, uint8_t>(call, [](uint8_t x) { return ~x; });
    case DType::int32: return each<int32_t, int32_t>(call, [](int32_t x) { return ~x; });
    case DType::int64: return each<int64_t, int64_t>(call, [](int64_t x) { return ~x; });
    default: return Status::unsupported;
  }
}

}  // namespace mariana::MARIANA_ISA
