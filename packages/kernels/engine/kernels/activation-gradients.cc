// Gradients of activations from what came out of them: y and dy, of one shape. Each step is rounded as the operations that
// they stand for would round it.
#include "simd/vector.h"

namespace mariana::MARIANA_ISA {
namespace {

template <class V, class Op>
Status pairs(const Call& call, const Op& op) {
  using T = typename V::T;
  const T *y = dataOf<T>(call.inputs[0]), *dy = dataOf<T>(call.inputs[1]);
  T* dx = dataOf<T>(call.outputs[0]);
  parallelFor(call.outputs[0].size, 16384, [=](int64_t begin, int64_t end) {
    int64_t i = begin;
    for (; i + V::lanes <= end; i += V::lanes) op(V::load(y + i), V::load(dy + i)).store(dx + i);
    if (i < end) {
      const int n = static_cast<int>(end - i);
      op(V::load(y + i, n), V::load(dy + i, n)).store(dx + i, n);
    }
  });
  return Status::ok;
}

template <class Op>
Status gradient(const Call& call, const Op& op) {
  MARIANA_CHECK(call.numInputs == 2 && call.numOutputs == 1);
  const Array &y = call.inputs[0], &dy = call.inputs[1], &dx = call.outputs[0];
  MARIANA_CHECK(y.size == dx.size && dy.size == dx.size && y.dtype == dx.dtype && dy.dtype == dx.dtype);
  switch (dx.dtype) {
    case DType::float32: return pairs<F32>(call, op);
    case DType::float64: return pairs<F64>(call, op);
    default: return Status::unsupported;
  }
}

}  // namespace

MARIANA_KERNEL(reluGradient) {
  return gradient(call, []<class V>(V y, V dy) { return select(lessEqual(y, V::zero()), V::zero(), dy); });
}
MARIANA_KERNEL(sigmoidGradient) {
  return gradient(call, []<class V>(V y, V dy) { return dy * y * (V::all(1) - y); });
}
MARIANA_KERNEL(tanhGradient) {
  return gradient(call, []<class V>(V y, V dy) { return dy * (V::all(1) - y * y); });
}

}  // namespace mariana::MARIANA_ISA
