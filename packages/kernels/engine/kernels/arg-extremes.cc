// Where the greatest or the least element of an axis stands: the first of several, and the first NaN before all. Parameters:
// the axis.
#include "simd/vector.h"

namespace mariana::MARIANA_ISA {
namespace {

// Whether an element takes the place of the best before it.
template <bool greatest, class T>
bool isBetter(T value, T best) {
  return (greatest ? value > best : value < best) || (value != value && best == best);
}

constexpr int64_t lanes = 64;  // lines side by side, so that they can be vectors

// The bests of `count` ≤ lanes lines, whose elements lie `step` apart, and their places.
template <bool greatest, class T>
void findSideBySide(const T* x, int64_t size, int64_t step, int64_t count, T* best, int32_t* places) {
  for (int64_t j = 0; j < count; j++) best[j] = x[j], places[j] = 0;
  for (int64_t i = 1; i < size; i++) {
    const T* MARIANA_RESTRICT row = x + i * step;
    for (int64_t j = 0; j < count; j++) {
      const bool better = isBetter<greatest>(row[j], best[j]);
      best[j] = better ? row[j] : best[j];
      places[j] = better ? static_cast<int32_t>(i) : places[j];
    }
  }
}

// One line of neighbours: as if it were lines side by side, of which the best comes first.
template <bool greatest, class T>
int32_t findInLine(const T* x, int64_t size) {
  T best[lanes];
  int32_t places[lanes];
  const int64_t rows = size / lanes;
  T top = x[0];
  int64_t place = 0;
  if (rows > 0) {
    findSideBySide<greatest>(x, rows, lanes, lanes, best, places);
    top = best[0], place = places[0] * lanes;
    for (int64_t j = 1; j < lanes; j++) {
      const int64_t at = places[j] * lanes + j;
      const bool alike = best[j] == top || (best[j] != best[j] && top != top);
      if (isBetter<greatest>(best[j], top) || (alike && at < place)) top = best[j], place = at;
    }
  }
  for (int64_t i = rows * lanes; i < size; i++) {
    if (isBetter<greatest>(x[i], top)) top = x[i], place = i;
  }
  return static_cast<int32_t>(place);
}

template <bool greatest, class T>
void findExtremes(const Array& x, const Array& y, int64_t size, int64_t inner) {
  const T* from = dataOf<T>(x);
  int32_t* to = dataOf<int32_t>(y);
  const int64_t strips = (inner + lanes - 1) / lanes;
  parallelFor(y.size / inner * strips, 32768 / (size * (inner < lanes ? inner : lanes)) + 1, [=](int64_t begin, int64_t end) {
    T best[lanes];
    for (int64_t i = begin; i < end; i++) {
      const int64_t outer = i / strips, first = i % strips * lanes, count = inner - first < lanes ? inner - first : lanes;
      const T* line = from + outer * size * inner + first;
      int32_t* place = to + outer * inner + first;
      if (inner == 1) *place = findInLine<greatest>(line, size);
      else findSideBySide<greatest>(line, size, inner, count, best, place);
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
