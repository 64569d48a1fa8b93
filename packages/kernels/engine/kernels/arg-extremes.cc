// Where the greatest or the least element of an axis stands: the first of several, and the first NaN before all. Parameters:
// the axis.
#include "simd/vector.h"

namespace mariana::MARIANA_ISA {
namespace {

template <bool greatest, class T>
void findExtremes(const Array& x, const Array& y, int64_t size, int64_t inner) {
  const T* from = dataOf<T>(x);
  int32_t* to = dataOf<int32_t>(y);
  parallelFor(y.size, 32768 / size + 1, [=](int64_t begin, int64_t end) {
    for (int64_t o = begin; o < end; o++) {
      const T* line = from + o / inner * size * inner + o % inner;
      T best = line[0];
      int32_t place = 0;
      for (int64_t i = 1; i < size; i++) {
        const T value = line[i * inner];
        if ((greatest ? value > best : value < best) || (value != value && best == best)) {
          best = value;
          place = static_cast<int32_t>(i);
        }
      }
      to[o] = place;
    }
  });
}

template <bool greatest>
Status position(const Call& call) {
  MARIANA_CHECK(call.numInputs == 1 && call.numOutputs == 1 && call.outputs[0].dtype == DType::int32);
  const Array &x = call.inputs[0], &y = call.outputs[0];
  const int64_t axis = integerParam(call, 0);
  MARIANA_CHECK(axis >= 0 && axis < x.rank);
  int64_t outer = 1, inner = 1;
  for (int i = 0; i < x.rank; i++) {
    if (i != axis) (i < axis ? outer : inner) *= x.shape[i];
  }
  const int64_t size = x.shape[axis];
  MARIANA_CHECK(y.size == outer * inner && (size > 0 || y.size == 0) && size <= INT32_MAX);
  if (y.size == 0) return Status::ok;
  switch (x.dtype) {
    case DType::float32: findExtremes<greatest, float>(x, y, size, inner); return Status::ok;
    case DType::float64: findExtremes<greatest, double>(x, y, size, inner); return Status::ok;
    case DType::int32: findExtremes<greatest, int32_t>(x, y, size, inner); return Status::ok;
    case DType::int64: findExtremes<greatest, int64_t>(x, y, size, inner); return Status::ok;
    case DType::int8: findExtremes<greatest, int8_t>(x, y, size, inner); return Status::ok;
    case DType::boolean:
    case DType::uint8: findExtremes<greatest, uint8_t>(x, y, size, inner); return Status::ok;
    default: return Status::unsupported;
  }
}

}  // namespace

MARIANA_KERNEL(argMax) { return position<true>(call); }
MARIANA_KERNEL(argMin) { return position<false>(call); }

}  // namespace mariana::MARIANA_ISA
