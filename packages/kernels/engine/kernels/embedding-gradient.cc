// Sums of slices that share an index. Parameters: the axis, and its size in the output. Inputs: indices, slices
// [outer, indices, inner]; output: [outer, size, inner].
#include "kernels/indices.h"

namespace mariana::MARIANA_ISA {
namespace {

template <class T, class Index>
Status sumSlices(const Call& call, const Index* indices, int64_t outer, int64_t size, int64_t inner) {
  const T* slices = dataOf<T>(call.inputs[1]);
  T* to = dataOf<T>(call.outputs[0]);
  const int64_t count = call.inputs[0].size;
  // Each part owns columns: whoever adds to a row adds in the order of the indices.
  const int64_t width = inner < 64 ? inner : 64;
  const int64_t columns = width == 0 ? 0 : (inner + width - 1) / width;
  parallelFor(outer * columns, 1 + 16384 / ((count + size) * width + 1), [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; part++) {
      const int64_t o = part / columns, first = part % columns * width;
      const int64_t n = first + width < inner ? width : inner - first;
      T* base = to + o * size * inner + first;
      for (int64_t row = 0; row < size; row++) {
        for (int64_t i = 0; i < n; i++) base[row * inner + i] = 0;
      }
      for (int64_t k = 0; k < count; k++) {
        const T* MARIANA_RESTRICT from = slices + (o * count + k) * inner + first;
        T* MARIANA_RESTRICT sum = base + indices[k] * inner;
        for (int64_t i = 0; i < n; i++) sum[i] = static_cast<T>(sum[i] + from[i]);
      }
    }
  });
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(embeddingGradient) {
  MARIANA_CHECK(call.numInputs == 2 && call.numOutputs == 1);
  const Array &indices = call.inputs[0], &slices = call.inputs[1], &y = call.outputs[0];
  const int64_t axis = integerParam(call, 0), size = integerParam(call, 1);
  MARIANA_CHECK(axis >= 0 && size >= 0 && axis + indices.rank <= slices.rank && y.dtype == slices.dtype);
  int64_t outer = 1, inner = 1;
  for (int64_t i = 0; i < axis; i++) outer *= slices.shape[i];
  for (int64_t i = axis + indices.rank; i < slices.rank; i++) inner *= slices.shape[i];
  MARIANA_CHECK(slices.size == outer * indices.size * inner && y.size == outer * size * inner);
  return withIndices(call, indices, size, [&](const auto* index) {
    switch (slices.dtype) {
      case DType::float32: return sumSlices<float>(call, index, outer, size, inner);
      case DType::float64: return sumSlices<double>(call, index, outer, size, inner);
      // Wraps, as sums of integers do.
      case DType::int32: return sumSlices<uint32_t>(call, index, outer, size, inner);
      case DType::int64: return sumSlices<uint64_t>(call, index, outer, size, inner);
      case DType::uint8:
      case DType::int8: return sumSlices<uint8_t>(call, index, outer, size, inner);
      default: return Status::unsupported;
    }
  });
}

}  // namespace mariana::MARIANA_ISA
