// Kernels that look up and add by index.
#include "kernels/indices.h"
#include "kernels/strided.h"

namespace mariana::MARIANA_ISA {
namespace {

// An array seen as [outer, size, inner], around an axis.
struct Around {
  int64_t outer = 1, size = 1, inner = 1;
  Around(const Array& array, int64_t axis) {
    for (int i = 0; i < array.rank; i++) (i < axis ? outer : i == axis ? size : inner) *= array.shape[i];
  }
};

bool sameShape(const Array& a, const Array& b) {
  if (a.rank != b.rank) return false;
  for (int i = 0; i < a.rank; i++) {
    if (a.shape[i] != b.shape[i]) return false;
  }
  return true;
}

// Whether `along` has the shape of x with the axis replaced by the axes of the indices.
bool isGathered(const Array& along, const Array& x, const Array& indices, int64_t axis) {
  if (along.rank != x.rank - 1 + indices.rank) return false;
  for (int i = 0; i < axis; i++) {
    if (along.shape[i] != x.shape[i]) return false;
  }
  for (int i = 0; i < indices.rank; i++) {
    if (along.shape[axis + i] != indices.shape[i]) return false;
  }
  for (int64_t i = axis + 1; i < x.rank; i++) {
    if (along.shape[i - 1 + indices.rank] != x.shape[i]) return false;
  }
  return true;
}

// Whether two arrays agree in all axes but one.
bool agreeBut(const Array& a, const Array& b, int64_t axis) {
  if (a.rank != b.rank) return false;
  for (int i = 0; i < a.rank; i++) {
    if (i != axis && a.shape[i] != b.shape[i]) return false;
  }
  return true;
}

// Runs use(T{}) for a dtype that adds: whole numbers as unsigned ones, which wrap.
template <class Use>
Status withNumber(DType dtype, const Use& use) {
  switch (dtype) {
    case DType::float32: use(float{}); return Status::ok;
    case DType::float64: use(double{}); return Status::ok;
    case DType::int32: use(uint32_t{}); return Status::ok;
    case DType::int64: use(uint64_t{}); return Status::ok;
    case DType::uint8:
    case DType::int8: use(uint8_t{}); return Status::ok;
    default: return Status::unsupported;
  }
}

// Adds rows of updates [outer, count, inner] to y [outer, size, inner]; threads own columns or outer parts, so that
// repeated indices add in their order.
template <class T, class Index>
void addRows(T* y, const Index* index, const T* updates, int64_t outer, int64_t size, int64_t count, int64_t inner) {
  const int64_t strip = inner >= 64 ? 64 : inner > 0 ? inner : 1;
  const int64_t strips = (inner + strip - 1) / strip;
  parallelFor(outer * strips, count * strip > 0 ? copyGrain / (count * strip) + 1 : 1, [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; part++) {
      const int64_t o = part / strips, first = part % strips * strip;
      const int64_t last = first + strip < inner ? first + strip : inner;
      for (int64_t i = 0; i < count; i++) {
        T* to = y + (o * size + index[i]) * inner;
        const T* from = updates + (o * count + i) * inner;
        for (int64_t j = first; j < last; j++) to[j] = static_cast<T>(to[j] + from[j]);
      }
    }
  });
}

}  // namespace

MARIANA_KERNEL(gather) {
  MARIANA_CHECK(call.numInputs == 2 && call.numOutputs == 1 && call.inputs[0].dtype == call.outputs[0].dtype);
  const Array &x = call.inputs[0], &indices = call.inputs[1], &y = call.outputs[0];
  const int64_t axis = integerParam(call, 0);
  MARIANA_CHECK(axis >= 0 && axis < x.rank && isGathered(y, x, indices, axis));
  const Around around(x, axis);
  const int64_t count = indices.size, inner = around.inner, size = around.size;
  return withIndices(call, indices, size, [&](const auto* index) {
    if (y.size == 0) return Status::ok;
    withElement(bytesOf(x.dtype), [&](auto type) {
      using T = decltype(type);
      const T* from = dataOf<T>(x);
      T* to = dataOf<T>(y);
      parallelFor(around.outer * count, copyGrain / inner + 1, [=](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; i++) {
          const T* row = from + (i / count * size + index[i % count]) * inner;
          if (inner == 1) {
            to[i] = *row;
          } else {
            memcpy(to + i * inner, row, static_cast<size_t>(inner) * sizeof(T));
          }
        }
      });
    });
    return Status::ok;
  });
}

MARIANA_KERNEL(scatterAdd) {
  MARIANA_CHECK(call.numInputs == 3 && call.numOutputs == 1);
  const Array &x = call.inputs[0], &indices = call.inputs[1], &updates = call.inputs[2], &y = call.outputs[0];
  const int64_t axis = integerParam(call, 0);
  MARIANA_CHECK(sameShape(x, y) && x.dtype == y.dtype && updates.dtype == y.dtype);
  MARIANA_CHECK(axis >= 0 && axis < x.rank && isGathered(updates, x, indices, axis));
  const Around around(x, axis);
  return withIndices(call, indices, around.size, [&](const auto* index) {
    if (y.size > 0) memcpy(y.data, x.data, static_cast<size_t>(y.size) * bytesOf(y.dtype));
    return withNumber(y.dtype, [&](auto type) {
      using T = decltype(type);
      addRows(dataOf<T>(y), index, dataOf<T>(updates), around.outer, around.size, indices.size, around.inner);
    });
  });
}

MARIANA_KERNEL(takeAlongAxis) {
  MARIANA_CHECK(call.numInputs == 2 && call.numOutputs == 1 && call.inputs[0].dtype == call.outputs[0].dtype);
  const Array &x = call.inputs[0], &indices = call.inputs[1], &y = call.outputs[0];
  const int64_t axis = integerParam(call, 0);
  MARIANA_CHECK(axis >= 0 && axis < x.rank && sameShape(indices, y) && agreeBut(x, y, axis));
  const Around from(x, axis), to(y, axis);
  return withIndices(call, indices, from.size, [&](const auto* index) {
    if (y.size == 0) return Status::ok;
    withElement(bytesOf(x.dtype), [&](auto type) {
      using T = decltype(type);
      const T* source = dataOf<T>(x);
      T* target = dataOf<T>(y);
      parallelFor(to.outer * to.size, copyGrain / to.inner + 1, [=](int64_t begin, int64_t end) {
        for (int64_t row = begin; row < end; row++) {
          const T* part = source + row / to.size * from.size * to.inner;
          for (int64_t j = 0; j < to.inner; j++) {
            const int64_t i = row * to.inner + j;
            target[i] = part[index[i] * to.inner + j];
          }
        }
      });
    });
    return Status::ok;
  });
}

MARIANA_KERNEL(scatterAddAlongAxis) {
  MARIANA_CHECK(call.numInputs == 3 && call.numOutputs == 1);
  const Array &x = call.inputs[0], &indices = call.inputs[1], &updates = call.inputs[2], &y = call.outputs[0];
  const int64_t axis = integerParam(call, 0);
  MARIANA_CHECK(sameShape(x, y) && x.dtype == y.dtype && updates.dtype == y.dtype && sameShape(indices, updates));
  MARIANA_CHECK(axis >= 0 && axis < x.rank && agreeBut(x, updates, axis));
  const Around to(y, axis), from(updates, axis);
  return withIndices(call, indices, to.size, [&](const auto* index) {
    if (y.size > 0) memcpy(y.data, x.data, static_cast<size_t>(y.size) * bytesOf(y.dtype));
    return withNumber(y.dtype, [&](auto type) {
      using T = decltype(type);
      const T* source = dataOf<T>(updates);
      T* target = dataOf<T>(y);
      const int64_t part = from.size * from.inner;
      parallelFor(from.outer, part > 0 ? copyGrain / part + 1 : 1, [=](int64_t begin, int64_t end) {
        for (int64_t o = begin; o < end; o++) {
          T* sums = target + o * to.size * to.inner;
          for (int64_t i = o * part; i < (o + 1) * part; i++) {
            T& sum = sums[index[i] * to.inner + i % from.inner];
            sum = static_cast<T>(sum + source[i]);
          }
        }
      });
    });
  });
}

}  // namespace mariana::MARIANA_ISA
