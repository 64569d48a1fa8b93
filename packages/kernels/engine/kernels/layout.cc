// Kernels that move elements and compute nothing.
#include "half.h"
#include "kernels/strided.h"

namespace mariana::MARIANA_ISA {
namespace {

struct Strides {
  int64_t of[maxRank];
  explicit Strides(const Array& array) {
    int64_t step = 1;
    for (int i = array.rank - 1; i >= 0; i--) {
      of[i] = step;
      step *= array.shape[i];
    }
  }
};

void gatherInto(const Array& output, const Array& input, int64_t offset, const Layout& layout) {
  const size_t bytes = bytesOf(output.dtype);
  if (output.size > 0) gatherStrided(dataOf<char>(input) + offset * static_cast<int64_t>(bytes), layout, output.data, bytes);
}

void scatterInto(const Array& output, const Array& input, int64_t offset, const Layout& layout) {
  const size_t bytes = bytesOf(output.dtype);
  if (input.size > 0) scatterStrided(input.data, layout, dataOf<char>(output) + offset * static_cast<int64_t>(bytes), bytes);
}

template <class T>
void fill(const Array& output, T value) {
  T* to = dataOf<T>(output);
  parallelFor(output.size, copyGrain, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) to[i] = value;
  });
}

// A number in an array's dtype; whole numbers wrap, but for what no double holds.
bool fillNumber(const Array& output, double value) {
  const int64_t whole = value >= -9.2e18 && value <= 9.2e18 ? static_cast<int64_t>(value) : 0;
  switch (output.dtype) {
    case DType::boolean: fill<uint8_t>(output, value != 0); return true;
    case DType::uint8:
    case DType::int8: fill<uint8_t>(output, static_cast<uint8_t>(whole)); return true;
    case DType::int32: fill<uint32_t>(output, static_cast<uint32_t>(whole)); return true;
    case DType::int64: fill<int64_t>(output, whole); return true;
    case DType::float16: fill<uint16_t>(output, toFloat16(static_cast<float>(value))); return true;
    case DType::bfloat16: fill<uint16_t>(output, toBfloat16(static_cast<float>(value))); return true;
    case DType::float32: fill<float>(output, static_cast<float>(value)); return true;
    case DType::float64: fill<double>(output, value); return true;
  }
  return false;
}

bool sameDType(const Call& call, int inputs) {
  for (int i = 0; i < inputs; i++) {
    if (call.inputs[i].dtype != call.outputs[0].dtype) return false;
  }
  return call.numOutputs == 1;
}

}  // namespace

MARIANA_KERNEL(transpose) {
  MARIANA_CHECK(call.numInputs == 1 && sameDType(call, 1));
  const Array &x = call.inputs[0], &y = call.outputs[0];
  int64_t order[maxRank];
  ParamReader params{call};
  MARIANA_CHECK(y.rank == x.rank && params.list(order, x.rank, 0));
  const Strides from(x);
  Layout layout;
  uint32_t seen = 0;
  for (int i = 0; i < x.rank; i++) {
    MARIANA_CHECK(order[i] < x.rank && (seen >> order[i] & 1) == 0 && y.shape[i] == x.shape[order[i]]);
    seen |= 1u << order[i];
    layout.add(y.shape[i], from.of[order[i]]);
  }
  gatherInto(y, x, 0, layout);
  return Status::ok;
}

MARIANA_KERNEL(broadcastTo) {
  MARIANA_CHECK(call.numInputs == 1 && sameDType(call, 1));
  const Array &x = call.inputs[0], &y = call.outputs[0];
  MARIANA_CHECK(x.rank <= y.rank);
  const Strides from(x);
  Layout layout;
  for (int i = 0; i < y.rank; i++) {
    const int own = i - (y.rank - x.rank);
    const bool repeated = own < 0 || x.shape[own] == 1;
    MARIANA_CHECK(repeated || x.shape[own] == y.shape[i]);
    layout.add(y.shape[i], repeated ? 0 : from.of[own]);
  }
  gatherInto(y, x, 0, layout);
  return Status::ok;
}

MARIANA_KERNEL(slice) {
  MARIANA_CHECK(call.numInputs == 1 && sameDType(call, 1));
  const Array &x = call.inputs[0], &y = call.outputs[0];
  int64_t starts[maxRank], sizes[maxRank], steps[maxRank];
  ParamReader params{call};
  MARIANA_CHECK(y.rank == x.rank && params.list(starts, x.rank, 0) && params.list(sizes, x.rank, 0));
  MARIANA_CHECK(params.list(steps, x.rank, 1));
  const Strides from(x);
  Layout layout;
  int64_t offset = 0;
  for (int i = 0; i < x.rank; i++) {
    MARIANA_CHECK(sizes[i] == y.shape[i]);
    if (y.size == 0) continue;
    const int64_t room = x.shape[i] - 1 - starts[i];
    MARIANA_CHECK(room >= 0 && (sizes[i] - 1) <= room / steps[i]);
    offset += starts[i] * from.of[i];
    layout.add(sizes[i], sizes[i] == 1 ? 0 : steps[i] * from.of[i]);
  }
  gatherInto(y, x, offset, layout);
  return Status::ok;
}

MARIANA_KERNEL(flip) {
  MARIANA_CHECK(call.numInputs == 1 && sameDType(call, 1));
  const Array &x = call.inputs[0], &y = call.outputs[0];
  MARIANA_CHECK(y.rank == x.rank);
  bool turned[maxRank] = {};
  for (int i = 1; i < call.numParams; i++) {
    const int64_t axis = integerParam(call, i);
    MARIANA_CHECK(axis >= 0 && axis < x.rank);
    turned[axis] = true;
  }
  const Strides from(x);
  Layout layout;
  int64_t offset = 0;
  for (int i = 0; i < x.rank; i++) {
    MARIANA_CHECK(x.shape[i] == y.shape[i]);
    if (turned[i]) offset += (x.shape[i] - 1) * from.of[i];
    layout.add(x.shape[i], turned[i] ? -from.of[i] : from.of[i]);
  }
  gatherInto(y, x, offset, layout);
  return Status::ok;
}

MARIANA_KERNEL(pad) {
  MARIANA_CHECK(call.numInputs == 1 && sameDType(call, 1));
  const Array &x = call.inputs[0], &y = call.outputs[0];
  int64_t low[maxRank], high[maxRank], interior[maxRank];
  ParamReader params{call};
  MARIANA_CHECK(y.rank == x.rank && params.list(low, x.rank, 0) && params.list(high, x.rank, 0));
  MARIANA_CHECK(params.list(interior, x.rank, 0) && params.at + 1 == call.numParams);
  const Strides to(y);
  Layout layout;
  int64_t offset = 0;
  for (int i = 0; i < x.rank; i++) {
    const int64_t gaps = x.shape[i] > 0 ? x.shape[i] - 1 : 0;
    const int64_t limit = int64_t{1} << 30;
    MARIANA_CHECK(interior[i] < limit && gaps < limit);
    MARIANA_CHECK(low[i] + high[i] + x.shape[i] + gaps * interior[i] == y.shape[i]);
    offset += low[i] * to.of[i];
    layout.add(x.shape[i], (interior[i] + 1) * to.of[i]);
  }
  if (x.size != y.size) MARIANA_CHECK(fillNumber(y, call.params[params.at]));
  scatterInto(y, x, x.size == 0 ? 0 : offset, layout);
  return Status::ok;
}

MARIANA_KERNEL(concat) {
  MARIANA_CHECK(call.numInputs >= 1 && sameDType(call, call.numInputs));
  const Array& y = call.outputs[0];
  const int64_t axis = integerParam(call, 0);
  MARIANA_CHECK(axis >= 0 && axis < y.rank);
  int64_t together = 0;
  for (int i = 0; i < call.numInputs; i++) {
    const Array& x = call.inputs[i];
    MARIANA_CHECK(x.rank == y.rank);
    for (int j = 0; j < y.rank; j++) MARIANA_CHECK(j == axis || x.shape[j] == y.shape[j]);
    together += x.shape[axis];
  }
  MARIANA_CHECK(together == y.shape[axis]);
  if (y.size == 0) return Status::ok;
  const Strides to(y);
  int64_t offset = 0;
  for (int i = 0; i < call.numInputs; i++) {
    const Array& x = call.inputs[i];
    Layout layout;
    for (int j = 0; j < y.rank; j++) layout.add(x.shape[j], to.of[j]);
    scatterInto(y, x, offset, layout);
    offset += x.shape[axis] * to.of[axis];
  }
  return Status::ok;
}

namespace {

// Where a dynamic slice begins: its starts, moved so that all of it lies inside.
bool dynamicOffset(const Array& starts, const Array& whole, const Array& part, const Strides& strides, int64_t& offset) {
  const bool isWide = starts.dtype == DType::int64;
  if ((starts.dtype != DType::int32 && !isWide) || starts.size != whole.rank || part.rank != whole.rank) return false;
  offset = 0;
  for (int i = 0; i < whole.rank; i++) {
    const int64_t most = whole.shape[i] - part.shape[i];
    if (most < 0) return false;
    int64_t start = isWide ? dataOf<int64_t>(starts)[i] : dataOf<int32_t>(starts)[i];
    start = start < 0 ? 0 : start > most ? most : start;
    offset += start * strides.of[i];
  }
  return true;
}

}  // namespace

MARIANA_KERNEL(dynamicSlice) {
  MARIANA_CHECK(call.numInputs == 2 && sameDType(call, 1));
  const Array &x = call.inputs[0], &y = call.outputs[0];
  const Strides from(x);
  int64_t offset;
  MARIANA_CHECK(dynamicOffset(call.inputs[1], x, y, from, offset));
  Layout layout;
  for (int i = 0; i < x.rank; i++) layout.add(y.shape[i], from.of[i]);
  gatherInto(y, x, offset, layout);
  return Status::ok;
}

MARIANA_KERNEL(dynamicUpdateSlice) {
  MARIANA_CHECK(call.numInputs == 3 && sameDType(call, 2));
  const Array &x = call.inputs[0], &update = call.inputs[1], &y = call.outputs[0];
  MARIANA_CHECK(x.rank == y.rank && x.size == y.size);
  for (int i = 0; i < y.rank; i++) MARIANA_CHECK(x.shape[i] == y.shape[i]);
  const Strides to(y);
  int64_t offset;
  MARIANA_CHECK(dynamicOffset(call.inputs[2], y, update, to, offset));
  if (y.size > 0) memcpy(y.data, x.data, static_cast<size_t>(y.size) * bytesOf(y.dtype));
  Layout layout;
  for (int i = 0; i < y.rank; i++) layout.add(update.shape[i], to.of[i]);
  scatterInto(y, update, offset, layout);
  return Status::ok;
}

MARIANA_KERNEL(full) {
  MARIANA_CHECK(call.numInputs == 0 && call.numOutputs == 1 && call.numParams >= 1);
  const Array& y = call.outputs[0];
  if (call.numParams == 1) {
    MARIANA_CHECK(fillNumber(y, call.params[0]));
    return Status::ok;
  }
  // A 64-bit number in two halves.
  const int64_t low = integerParam(call, 0), high = integerParam(call, 1);
  MARIANA_CHECK(y.dtype == DType::int64 && low >= 0 && high >= 0 && low >> 32 == 0 && high >> 32 == 0);
  fill<uint64_t>(y, static_cast<uint64_t>(high) << 32 | static_cast<uint64_t>(low));
  return Status::ok;
}

MARIANA_KERNEL(arange) {
  MARIANA_CHECK(call.numInputs == 0 && call.numOutputs == 1 && call.numParams == 2);
  const Array& y = call.outputs[0];
  const double start = call.params[0], step = call.params[1];
  const auto write = [&](auto type) {
    using T = decltype(type);
    T* to = dataOf<T>(y);
    for (int64_t i = 0; i < y.size; i++) {
      const double value = start + static_cast<double>(i) * step;
      if constexpr (sizeof(T) == 1) {
        to[i] = static_cast<T>(static_cast<uint32_t>(static_cast<int64_t>(value)));
      } else {
        to[i] = static_cast<T>(value);
      }
    }
  };
  const double last = y.size > 0 ? start + static_cast<double>(y.size - 1) * step : start;
  const double limit = y.dtype == DType::int32 ? 2147483648.0 : 9007199254740992.0;
  switch (y.dtype) {
    case DType::float32: write(float{}); return Status::ok;
    case DType::float64: write(double{}); return Status::ok;
    default: break;
  }
  MARIANA_CHECK(start >= -limit && start < limit && last >= -limit && last < limit);
  switch (y.dtype) {
    case DType::int32: write(int32_t{}); return Status::ok;
    case DType::int64: write(int64_t{}); return Status::ok;
    case DType::uint8: write(uint8_t{}); return Status::ok;
    case DType::int8: write(int8_t{}); return Status::ok;
    default: return Status::unsupported;
  }
}

}  // namespace mariana::MARIANA_ISA
