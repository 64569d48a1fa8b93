// binaryCrossEntropy and its gradient. Parameter: ε. Inputs: probabilities p and targets t, and dy for the gradient; all of
// one shape, as is the output. q is p held within ε…1 − ε.
#include <math.h>

#include "rows.h"
#include "simd/math.h"

namespace mariana::MARIANA_ISA {
namespace {

constexpr int64_t grain = 8192;

bool isSound(const Call& call, int numInputs) {
  if (call.numInputs != numInputs || call.numOutputs != 1 || call.numParams != 1) return false;
  const Array& y = call.outputs[0];
  for (int i = 0; i < numInputs; i++) {
    if (call.inputs[i].size != y.size || call.inputs[i].dtype != y.dtype) return false;
  }
  return true;
}

MARIANA_INLINE F32 logOf(F32 x) { return log(x); }
MARIANA_INLINE F64 logOf(F64 x) {
  double lanes[F64::lanes];
  x.store(lanes);
  for (double& lane : lanes) lane = ::log(lane);
  return F64::load(lanes);
}

// body(place, count) over all elements, on all threads.
template <class V, class Body>
Status each(int64_t size, const Body& body) {
  parallelFor(size, grain, [&](int64_t begin, int64_t end) {
    eachVector<V>(end - begin, [&](int64_t i, int count) { body(begin + i, count); });
  });
  return Status::ok;
}

template <class V>
Status forward(const Call& call) {
  using T = typename V::T;
  const T *p = dataOf<T>(call.inputs[0]), *t = dataOf<T>(call.inputs[1]);
  T* y = dataOf<T>(call.outputs[0]);
  const V one = V::all(1), low = V::all(static_cast<T>(call.params[0])), high = V::all(static_cast<T>(1 - call.params[0]));
  return each<V>(call.outputs[0].size, [=](int64_t i, int count) {
    const V q = min(high, max(low, loadSome<V>(p + i, count)));  // NaN stays NaN
    const V target = loadSome<V>(t + i, count);
    const V terms = target * logOf(q) + (one - target) * logOf(one - q);
    storeSome(V::zero() - terms, y + i, count);
  });
}

template <class V>
Status backward(const Call& call) {
  using T = typename V::T;
  const T *p = dataOf<T>(call.inputs[0]), *t = dataOf<T>(call.inputs[1]), *dy = dataOf<T>(call.inputs[2]);
  T* dp = dataOf<T>(call.outputs[0]);
  const V one = V::all(1), low = V::all(static_cast<T>(call.params[0])), high = V::all(static_cast<T>(1 - call.params[0]));
  return each<V>(call.outputs[0].size, [=](int64_t i, int count) {
    const V given = loadSome<V>(p + i, count), target = loadSome<V>(t + i, count);
    const V q = min(high, max(low, given));
    const V slope = ((one - target) / (one - q) - target / q) * loadSome<V>(dy + i, count);
    const V above = select(less(low, given), slope, V::zero());
    storeSome(select(less(given, high), above, V::zero()), dp + i, count);
  });
}

}  // namespace

MARIANA_KERNEL(binaryCrossEntropy) {
  MARIANA_CHECK(isSound(call, 2));
  if (call.outputs[0].dtype == DType::float32) return forward<F32>(call);
  return call.outputs[0].dtype == DType::float64 ? forward<F64>(call) : Status::unsupported;
}

MARIANA_KERNEL(binaryCrossEntropyGradient) {
  MARIANA_CHECK(isSound(call, 3));
  if (call.outputs[0].dtype == DType::float32) return backward<F32>(call);
  return call.outputs[0].dtype == DType::float64 ? backward<F64>(call) : Status::unsupported;
}

}  // namespace mariana::MARIANA_ISA
