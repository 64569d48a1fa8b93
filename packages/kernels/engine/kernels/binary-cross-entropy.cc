// binaryCrossEntropy and its gradient. Parameter: ε. Inputs: probabilities p and targets t, and dy for the gradient; all of
// one shape, as is the output. q is p held within ε…1 − ε.
#include <math.h>

#include "alike.h"
#include "simd/math.h"

namespace mariana::MARIANA_ISA {
namespace {

MARIANA_INLINE F32 logOf(F32 x) { return log(x); }
MARIANA_INLINE F64 logOf(F64 x) {
  return byLane(x, [](double lane) { return ::log(lane); });
}

// share · log q, where a share of 0 counts nothing: ε may be 0, and the logarithm −∞.
template <class V>
MARIANA_INLINE V term(V share, V q) {
  return select(equal(share, V::zero()), V::zero(), share * logOf(q));
}

template <class V>
Status forward(const Call& call) {
  using T = typename V::T;
  const T *p = dataOf<T>(call.inputs[0]), *t = dataOf<T>(call.inputs[1]);
  T* y = dataOf<T>(call.outputs[0]);
  const V one = V::all(1), low = V::all(static_cast<T>(call.params[0])), high = V::all(static_cast<T>(1 - call.params[0]));
  return eachPlace<V>(call.outputs[0].size, [=](int64_t i, int count) {
    const V q = min(high, max(low, loadSome<V>(p + i, count)));  // NaN stays NaN
    const V target = loadSome<V>(t + i, count);
    storeSome(V::zero() - (term(target, q) + term(one - target, one - q)), y + i, count);
  });
}

template <class V>
Status backward(const Call& call) {
  using T = typename V::T;
  const T *p = dataOf<T>(call.inputs[0]), *t = dataOf<T>(call.inputs[1]), *dy = dataOf<T>(call.inputs[2]);
  T* dp = dataOf<T>(call.outputs[0]);
  const V one = V::all(1), low = V::all(static_cast<T>(call.params[0])), high = V::all(static_cast<T>(1 - call.params[0]));
  return eachPlace<V>(call.outputs[0].size, [=](int64_t i, int count) {
    const V given = loadSome<V>(p + i, count), target = loadSome<V>(t + i, count);
    const V q = min(high, max(low, given));
    const V slope = ((one - target) / (one - q) - target / q) * loadSome<V>(dy + i, count);
    const V above = select(less(low, given), slope, V::zero());
    storeSome(select(less(given, high), above, V::zero()), dp + i, count);
  });
}

}  // namespace

MARIANA_KERNEL(binaryCrossEntropy) {
  MARIANA_CHECK(areAlike(call, 2, 1));
  if (call.outputs[0].dtype == DType::float32) return forward<F32>(call);
  return call.outputs[0].dtype == DType::float64 ? forward<F64>(call) : Status::unsupported;
}

MARIANA_KERNEL(binaryCrossEntropyGradient) {
  MARIANA_CHECK(areAlike(call, 3, 1));
  if (call.outputs[0].dtype == DType::float32) return backward<F32>(call);
  return call.outputs[0].dtype == DType::float64 ? backward<F64>(call) : Status::unsupported;
}

}  // namespace mariana::MARIANA_ISA
