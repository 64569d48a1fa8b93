// Elements in another dtype.
#include <string.h>

#include "half.h"
#include "isa.h"

namespace mariana::MARIANA_ISA {
namespace {

// Half types as what they hold.
struct Float16 {
  uint16_t bits;
};
struct Bfloat16 {
  uint16_t bits;
};
struct Bool {
  uint8_t value;
};

template <class T>
struct Is {
  static constexpr bool floating = false, whole = true;
};
template <>
struct Is<float> {
  static constexpr bool floating = true, whole = false;
};
template <>
struct Is<double> {
  static constexpr bool floating = true, whole = false;
};

// From a number, drop the fraction: NaN is 0, and what lies outside of the range its nearest end.
template <class T>
T truncated(double value) {
  constexpr bool isSigned = static_cast<T>(-1) < static_cast<T>(1);
  constexpr int bits = sizeof(T) * 8 - (isSigned ? 1 : 0);
  constexpr double limit = static_cast<double>(uint64_t{1} << (bits - 1)) * 2;
  if (value != value) return 0;
  if (value >= limit) return static_cast<T>(bits == 63 ? INT64_MAX : (int64_t{1} << bits) - 1);
  if (value <= (isSigned ? -limit : 0.0)) return static_cast<T>(isSigned ? -static_cast<int64_t>(limit / 2) * 2 : 0);
  return static_cast<T>(value);
}

float wide(Float16 x) { return fromFloat16(x.bits); }
float wide(Bfloat16 x) { return fromBfloat16(x.bits); }
template <class T>
T wide(T x) {
  return x;
}

template <class T, class X>
struct To {
  static T of(X x) {
    if constexpr (Is<T>::whole && Is<X>::floating) {
      return truncated<T>(static_cast<double>(x));
    } else {
      return static_cast<T>(x);
    }
  }
};
template <class X>
struct To<Float16, X> {
  static Float16 of(X x) { return {toFloat16(static_cast<float>(x))}; }
};
template <class X>
struct To<Bfloat16, X> {
  static Bfloat16 of(X x) { return {toBfloat16(static_cast<float>(x))}; }
};
template <class X>
struct To<Bool, X> {
  static Bool of(X x) { return {static_cast<uint8_t>(x != 0)}; }
};

template <class From, class T>
Status convert(const Call& call) {
  const From* from = dataOf<From>(call.inputs[0]);
  T* to = dataOf<T>(call.outputs[0]);
  parallelFor(call.outputs[0].size, 32768, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) to[i] = To<T, decltype(wide(from[i]))>::of(wide(from[i]));
  });
  return Status::ok;
}

template <class From>
Status convertFrom(const Call& call) {
  switch (call.outputs[0].dtype) {
    case DType::boolean: return convert<From, Bool>(call);
    case DType::uint8: return convert<From, uint8_t>(call);
    case DType::int8: return convert<From, int8_t>(call);
    case DType::int32: return convert<From, int32_t>(call);
    case DType::int64: return convert<From, int64_t>(call);
    case DType::float16: return convert<From, Float16>(call);
    case DType::bfloat16: return convert<From, Bfloat16>(call);
    case DType::float32: return convert<From, float>(call);
    case DType::float64: return convert<From, double>(call);
  }
  return Status::unsupported;
}

}  // namespace

MARIANA_KERNEL(cast) {
  MARIANA_CHECK(call.numInputs == 1 && call.numOutputs == 1 && call.inputs[0].size == call.outputs[0].size);
  switch (call.inputs[0].dtype) {
    case DType::boolean:  // a byte of 0 or 1
    case DType::uint8: return convertFrom<uint8_t>(call);
    case DType::int8: return convertFrom<int8_t>(call);
    case DType::int32: return convertFrom<int32_t>(call);
    case DType::int64: return convertFrom<int64_t>(call);
    case DType::float16: return convertFrom<Float16>(call);
    case DType::bfloat16: return convertFrom<Bfloat16>(call);
    case DType::float32: return convertFrom<float>(call);
    case DType::float64: return convertFrom<double>(call);
  }
  return Status::unsupported;
}

}  // namespace mariana::MARIANA_ISA
