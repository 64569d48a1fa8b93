// Kernels along lines of one axis: running sums and products, and sorting.
#include "entries.h"
#include "simd/vector.h"

namespace mariana::MARIANA_ISA {
namespace {

struct Lines {
  int64_t count = 0, size = 0, inner = 1;

  bool read(const Call& call) {
    const Array& x = call.inputs[0];
    const int64_t axis = integerParam(call, 0);
    if (call.numInputs != 1 || axis < 0 || axis >= x.rank) return false;
    for (int i = 0; i < call.numOutputs; i++) {
      if (call.outputs[i].rank != x.rank) return false;
      for (int j = 0; j < x.rank; j++) {
        if (call.outputs[i].shape[j] != x.shape[j]) return false;
      }
    }
    int64_t outer = 1;
    for (int i = 0; i < x.rank; i++) {
      if (i != axis) (i < axis ? outer : inner) *= x.shape[i];
    }
    size = x.shape[axis];
    count = outer * inner;
    return true;
  }
  int64_t start(int64_t line) const { return line / inner * size * inner + line % inner; }
};

// Totals of floats are kept in float64.
template <class T, class Acc, bool product>
void runningTotals(const Call& call, const Lines& lines, bool exclusive, bool reverse) {
  const T* from = dataOf<T>(call.inputs[0]);
  T* to = dataOf<T>(call.outputs[0]);
  parallelFor(lines.count, 16384 / (lines.size + 1) + 1, [=](int64_t begin, int64_t end) {
    for (int64_t line = begin; line < end; line++) {
      Acc total = product ? Acc{1} : Acc{0};
      const int64_t start = lines.start(line);
      for (int64_t i = 0; i < lines.size; i++) {
        const int64_t at = start + (reverse ? lines.size - 1 - i : i) * lines.inner;
        const Acc before = total;
        const Acc value = static_cast<Acc>(from[at]);
        total = static_cast<Acc>(product ? total * value : total + value);
        to[at] = static_cast<T>(exclusive ? before : total);
      }
    }
  });
}

template <bool product>
Status running(const Call& call) {
  Lines lines;
  MARIANA_CHECK(call.numOutputs == 1 && call.numParams == 3 && lines.read(call));
  MARIANA_CHECK(call.inputs[0].dtype == call.outputs[0].dtype);
  const bool exclusive = call.params[1] != 0, reverse = call.params[2] != 0;
  switch (call.inputs[0].dtype) {
    case DType::float32: runningTotals<float, double, product>(call, lines, exclusive, reverse); return Status::ok;
    case DType::float64: runningTotals<double, double, product>(call, lines, exclusive, reverse); return Status::ok;
    case DType::int32: runningTotals<uint32_t, uint32_t, product>(call, lines, exclusive, reverse); return Status::ok;
    case DType::int64: runningTotals<uint64_t, uint64_t, product>(call, lines, exclusive, reverse); return Status::ok;
    case DType::uint8:
    case DType::int8: runningTotals<uint8_t, uint32_t, product>(call, lines, exclusive, reverse); return Status::ok;
    default: return Status::unsupported;
  }
}

template <class T, bool descending>
Status sortLines(const Call& call, const Lines& lines) {
  const T* from = dataOf<T>(call.inputs[0]);
  T* values = dataOf<T>(call.outputs[0]);
  int32_t* indices = dataOf<int32_t>(call.outputs[1]);
  const int64_t grain = 2048 / (lines.size + 1) + 1;
  Failure failed;
  parallelFor(lines.count, grain, [&](int64_t begin, int64_t end) {
    Scratch<Entry<T>> entries(lines.size), spare(lines.size);
    if (!entries || !spare) {
      failed.raise();
      return;
    }
    for (int64_t line = begin; line < end; line++) {
      const int64_t start = lines.start(line);
      for (int64_t i = 0; i < lines.size; i++) entries[i] = {from[start + i * lines.inner], static_cast<int32_t>(i)};
      sortEntries<T, descending>(entries.data(), spare.data(), lines.size);
      for (int64_t i = 0; i < lines.size; i++) {
        values[start + i * lines.inner] = entries[i].value;
        indices[start + i * lines.inner] = entries[i].index;
      }
    }
  });
  return failed ? Status::outOfMemory : Status::ok;
}

template <bool descending>
Status sortArray(const Call& call, const Lines& lines) {
  switch (call.inputs[0].dtype) {
    case DType::float32: return sortLines<float, descending>(call, lines);
    case DType::float64: return sortLines<double, descending>(call, lines);
    case DType::int32: return sortLines<int32_t, descending>(call, lines);
    case DType::int64: return sortLines<int64_t, descending>(call, lines);
    case DType::int8: return sortLines<int8_t, descending>(call, lines);
    case DType::boolean:
    case DType::uint8: return sortLines<uint8_t, descending>(call, lines);
    default: return Status::unsupported;
  }
}

}  // namespace

MARIANA_KERNEL(cumSum) { return running<false>(call); }
MARIANA_KERNEL(cumProd) { return running<true>(call); }

MARIANA_KERNEL(sort) {
  Lines lines;
  MARIANA_CHECK(call.numOutputs == 2 && call.numParams == 2 && lines.read(call) && lines.size <= INT32_MAX);
  MARIANA_CHECK(call.inputs[0].dtype == call.outputs[0].dtype && call.outputs[1].dtype == DType::int32);
  if (call.inputs[0].size == 0) return Status::ok;
  return call.params[1] != 0 ? sortArray<true>(call, lines) : sortArray<false>(call, lines);
}

}  // namespace mariana::MARIANA_ISA
