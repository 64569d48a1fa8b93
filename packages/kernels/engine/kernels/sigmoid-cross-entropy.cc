// sigmoidCrossEntropy and its gradient. Inputs: logits x and targets z, and dy for the gradient; all of one shape, as is the
// output.
#include <math.h>

#include "alike.h"
#include "epilogue.h"
#include "simd/math.h"

namespace mariana::MARIANA_ISA {
namespace {

// log(1 + e^−|x|)
MARIANA_INLINE F32 beyondRelu(F32 x) {
  const F32 power = expOfNegative(-abs(x));
  return fma(curveOfLogarithm(power) * power, power, power);
}
MARIANA_INLINE F64 beyondRelu(F64 x) {
  return byLane(x, [](double lane) { return ::log1p(::exp(-fabs(lane))); });
}

MARIANA_INLINE F32 sigmoidOf(F32 x) { return sigmoid(x); }
MARIANA_INLINE F64 sigmoidOf(F64 x) {
  return byLane(x, [](double lane) { return sigmoid(lane); });
}

// max(x, 0) − x z is |x| by the share of the other class, which is 0 where the prediction is right: also of an infinite logit.
template <class V>
Status forward(const Call& call) {
  using T = typename V::T;
  const T *x = dataOf<T>(call.inputs[0]), *z = dataOf<T>(call.inputs[1]);
  T* y = dataOf<T>(call.outputs[0]);
  return eachPlace<V>(call.outputs[0].size, [=](int64_t i, int count) {
    const V logit = loadSome<V>(x + i, count);
    const V target = loadSome<V>(z + i, count);
    const V other = select(less(logit, V::zero()), target, V::all(1) - target);
    const V rest = select(equal(other, V::zero()), V::zero(), abs(logit) * other);
    storeSome(rest + beyondRelu(logit), y + i, count);
  });
}

template <class V>
Status backward(const Call& call) {
  using T = typename V::T;
  const T *x = dataOf<T>(call.inputs[0]), *z = dataOf<T>(call.inputs[1]), *dy = dataOf<T>(call.inputs[2]);
  T* dx = dataOf<T>(call.outputs[0]);
  return eachPlace<V>(call.outputs[0].size, [=](int64_t i, int count) {
    const V slope = sigmoidOf(loadSome<V>(x + i, count)) - loadSome<V>(z + i, count);
    storeSome(slope * loadSome<V>(dy + i, count), dx + i, count);
  });
}

}  // namespace

MARIANA_KERNEL(sigmoidCrossEntropy) {
  MARIANA_CHECK(areAlike(call, 2, 0));
  if (call.outputs[0].dtype == DType::float32) return forward<F32>(call);
  return call.outputs[0].dtype == DType::float64 ? forward<F64>(call) : Status::unsupported;
}

MARIANA_KERNEL(sigmoidCrossEntropyGradient) {
  MARIANA_CHECK(areAlike(call, 3, 0));
  if (call.outputs[0].dtype == DType::float32) return backward<F32>(call);
  return call.outputs[0].dtype == DType::float64 ? backward<F64>(call) : Status::unsupported;
}

}  // namespace mariana::MARIANA_ISA
