// Powers and angles: functions of two arrays that broadcast.
#include "simd/math.h"

#include "kernels/broadcast.h"

namespace mariana::MARIANA_ISA {
namespace {

// op(F32, F32) over one run. What lies apart is brought together a vector at a time.
template <class Op>
void vectorPairs(const float* a, int64_t s, const float* b, int64_t t, float* y, int64_t n, const Op& op) {
  const auto some = [](const float* from, int64_t step, int count) {
    if (step == 0) return F32::all(*from);
    if (step == 1) return count == F32::lanes ? F32::load(from) : F32::load(from, count);
    float few[F32::lanes] = {};
    for (int i = 0; i < count; i++) few[i] = from[i * step];
    return F32::load(few);
  };
  for (int64_t i = 0; i < n; i += F32::lanes) {
    const int count = n - i < F32::lanes ? static_cast<int>(n - i) : F32::lanes;
    const F32 result = op(some(a + i * s, s, count), some(b + i * t, t, count));
    if (count == F32::lanes) result.store(y + i);
    else result.store(y + i, count);
  }
}

template <class T, class Op>
void pairs(const T* a, int64_t s, const T* b, int64_t t, T* y, int64_t n, const Op& op) {
  for (int64_t i = 0; i < n; i++) y[i] = op(a[i * s], b[i * t]);
}

template <class T, class Run>
Status overRuns(const Call& call, const Run& run) {
  Broadcast<2> broadcast;
  MARIANA_CHECK(broadcast.read(call));
  const T *a = dataOf<T>(call.inputs[0]), *b = dataOf<T>(call.inputs[1]);
  T* y = dataOf<T>(call.outputs[0]);
  broadcast.each(call.outputs[0].size, [&](const int64_t* offsets, const int64_t* steps, int64_t place, int64_t n) {
    run(a + offsets[0], steps[0], b + offsets[1], steps[1], y + place, n);
  });
  return Status::ok;
}

template <class Op>
Status singles(const Call& call, const Op& op) {
  return overRuns<float>(call, [&](auto... run) { vectorPairs(run..., op); });
}
template <class T, class Op>
Status elements(const Call& call, const Op& op) {
  return overRuns<T>(call, [&](auto... run) { pairs<T>(run..., op); });
}

bool sameDTypes(const Call& call) {
  return call.numInputs == 2 && call.numOutputs == 1 && call.inputs[0].dtype == call.inputs[1].dtype &&
         call.inputs[0].dtype == call.outputs[0].dtype;
}

// By squaring; integers wrap. A negative power of 1 or −1 is the positive one, that of another base truncates to 0.
template <class T>
T integerPower(T base, T exponent) {
  uint64_t rest = static_cast<uint64_t>(exponent);
  if constexpr (static_cast<T>(-1) < 0) {
    if (exponent < 0) {
      if (base != 1 && base != -1) return 0;
      rest = 0 - rest;
    }
  }
  uint64_t result = 1, factor = static_cast<uint64_t>(base);
  for (; rest > 0; rest >>= 1) {
    if (rest & 1) result *= factor;
    factor *= factor;
  }
  return static_cast<T>(result);
}

}  // namespace

MARIANA_KERNEL(pow) {
  MARIANA_CHECK(sameDTypes(call));
  switch (call.outputs[0].dtype) {
    case DType::float32: return singles(call, [](F32 a, F32 b) { return pow(a, b); });
    case DType::float64: return elements<double>(call, [](double a, double b) { return ::pow(a, b); });
    case DType::int32: return elements<int32_t>(call, integerPower<int32_t>);
    case DType::int64: return elements<int64_t>(call, integerPower<int64_t>);
    case DType::int8: return elements<int8_t>(call, integerPower<int8_t>);
    case DType::boolean:
    case DType::uint8: return elements<uint8_t>(call, integerPower<uint8_t>);
    default: return Status::unsupported;
  }
}
MARIANA_KERNEL(atan2) {
  MARIANA_CHECK(sameDTypes(call));
  switch (call.outputs[0].dtype) {
    case DType::float32: return singles(call, [](F32 a, F32 b) { return atan2(a, b); });
    case DType::float64: return elements<double>(call, [](double a, double b) { return ::atan2(a, b); });
    default: return Status::unsupported;
  }
}

}  // namespace mariana::MARIANA_ISA
