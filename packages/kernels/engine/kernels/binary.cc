// Elementwise operations on two arrays that broadcast, and the choice between two by a third.
#include <math.h>

#include "kernels/broadcast.h"
#include "kernels/floor-quotient.h"
#include "kernels/strided.h"

namespace mariana::MARIANA_ISA {
namespace {

// y = op(a, b) of n neighbours, op(T, T) to R, of arrays of whatever type.
using Row = void (*)(const void* a, const void* b, void* y, int64_t n);
template <class T, class R, class Op>
MARIANA_APART void pairs(const void* left, const void* right, void* result, int64_t n) {
  const T* MARIANA_RESTRICT a = static_cast<const T*>(left);
  const T* MARIANA_RESTRICT b = static_cast<const T*>(right);
  R* MARIANA_RESTRICT y = static_cast<R*>(result);
  const Op op{};
  for (int64_t i = 0; i < n; i++) y[i] = static_cast<R>(op(a[i], b[i]));
}

constexpr int64_t blockBytes = 2048;  // of elements that do not lie next to each other, and are brought together

// Everything but the loop over elements is the same for all types.
MARIANA_APART Status overRuns(const Call& call, Row row) {
  Broadcast<2> broadcast;
  MARIANA_CHECK(broadcast.read(call));
  const int64_t from = static_cast<int64_t>(bytesOf(call.inputs[0].dtype));
  const int64_t to = static_cast<int64_t>(bytesOf(call.outputs[0].dtype));
  const char *a = dataOf<char>(call.inputs[0]), *b = dataOf<char>(call.inputs[1]);
  char* y = dataOf<char>(call.outputs[0]);
  broadcast.each(call.outputs[0].size, [&](const int64_t* offsets, const int64_t* steps, int64_t place, int64_t n) {
    const char *left = a + offsets[0] * from, *right = b + offsets[1] * from;
    const int64_t s = steps[0], t = steps[1];
    if (s == 1 && t == 1) return row(left, right, y + place * to, n);
    alignas(64) char room[2][blockBytes];
    const int64_t block = blockBytes / from;
    for (int64_t i = 0; i < n; i += block) {
      const int64_t count = n - i < block ? n - i : block;
      const auto part = [&](const char* x, int64_t step, char* own) -> const char* {
        if (step == 1) return x + i * from;
        // What repeats is there already after the first block.
        if (step != 0 || i == 0) gatherRow(x + i * step * from, step, own, count, static_cast<size_t>(from));
        return own;
      };
      row(part(left, s, room[0]), part(right, t, room[1]), y + (place + i) * to, count);
    }
  });
  return Status::ok;
}

template <class T, class R, class Op>
Status runPairs(const Call& call, const Op&) {
  return overRuns(call, pairs<T, R, Op>);
}

bool sameInputs(const Call& call) { return call.numInputs == 2 && call.inputs[0].dtype == call.inputs[1].dtype; }
bool sameDTypes(const Call& call) { return sameInputs(call) && call.numOutputs == 1 && call.inputs[0].dtype == call.outputs[0].dtype; }

// Arithmetic: whole numbers as unsigned ones, which wrap.
template <class Op>
Status arithmetic(const Call& call, const Op& op) {
  MARIANA_CHECK(sameDTypes(call));
  switch (call.outputs[0].dtype) {
    case DType::float32: return runPairs<float, float>(call, op);
    case DType::float64: return runPairs<double, double>(call, op);
    case DType::int32: return runPairs<uint32_t, uint32_t>(call, op);
    case DType::int64: return runPairs<uint64_t, uint64_t>(call, op);
    case DType::boolean:
    case DType::uint8:
    case DType::int8: return runPairs<uint8_t, uint8_t>(call, op);
    default: return Status::unsupported;
  }
}

// What depends on the sign.
template <class Op>
Status ordered(const Call& call, const Op& op) {
  MARIANA_CHECK(sameDTypes(call));
  switch (call.outputs[0].dtype) {
    case DType::float32: return runPairs<float, float>(call, op);
    case DType::float64: return runPairs<double, double>(call, op);
    case DType::int32: return runPairs<int32_t, int32_t>(call, op);
    case DType::int64: return runPairs<int64_t, int64_t>(call, op);
    case DType::int8: return runPairs<int8_t, int8_t>(call, op);
    case DType::boolean:
    case DType::uint8: return runPairs<uint8_t, uint8_t>(call, op);
    default: return Status::unsupported;
  }
}

template <class Op>
Status comparison(const Call& call, const Op& op) {
  MARIANA_CHECK(sameInputs(call) && call.numOutputs == 1 && call.outputs[0].dtype == DType::boolean);
  switch (call.inputs[0].dtype) {
    case DType::float32: return runPairs<float, uint8_t>(call, op);
    case DType::float64: return runPairs<double, uint8_t>(call, op);
    case DType::int32: return runPairs<int32_t, uint8_t>(call, op);
    case DType::int64: return runPairs<int64_t, uint8_t>(call, op);
    case DType::int8: return runPairs<int8_t, uint8_t>(call, op);
    case DType::boolean:
    case DType::uint8: return runPairs<uint8_t, uint8_t>(call, op);
    default: return Status::unsupported;
  }
}

// Integers alone.
template <class Op>
Status bitwise(const Call& call, const Op& op) {
  MARIANA_CHECK(sameDTypes(call));
  switch (call.outputs[0].dtype) {
    case DType::int32: return runPairs<int32_t, int32_t>(call, op);
    case DType::int64: return runPairs<int64_t, int64_t>(call, op);
    case DType::int8: return runPairs<int8_t, int8_t>(call, op);
    case DType::boolean:
    case DType::uint8: return runPairs<uint8_t, uint8_t>(call, op);
    default: return Status::unsupported;
  }
}

template <class Op>
Status floating(const Call& call, const Op& op) {
  MARIANA_CHECK(sameDTypes(call));
  switch (call.outputs[0].dtype) {
    case DType::float32: return runPairs<float, float>(call, op);
    case DType::float64: return runPairs<double, double>(call, op);
    default: return Status::unsupported;
  }
}

double remainderOf(double a, double b) {
  const double rest = fmod(a, b);
  if (rest != 0) return (rest < 0) != (b < 0) ? rest + b : rest;
  return b < 0 ? -0.0 : 0.0;
}

// Whole numbers, divided towards −∞; by 0 it is 0. −1 is apart, since the smallest number has no opposite.
template <class T>
T wholeRemainder(T a, T b) {
  if (b == 0) return 0;
  if constexpr (static_cast<T>(-1) < 0) {
    if (b == -1) return 0;
  }
  const T rest = static_cast<T>(a % b);
  return rest != 0 && (rest < 0) != (b < 0) ? static_cast<T>(rest + b) : rest;
}
template <class T>
T wholeQuotient(T a, T b) {
  if (b == 0) return 0;
  if constexpr (static_cast<T>(-1) < 0) {
    if (b == -1) return static_cast<T>(0 - static_cast<uint64_t>(a));
  }
  const T rest = static_cast<T>(a % b);
  const T quotient = static_cast<T>(a / b);
  return rest != 0 && (rest < 0) != (b < 0) ? static_cast<T>(quotient - 1) : quotient;
}

// What whole numbers of so many bytes shift as.
template <size_t bytes>
struct Shifted {
  using Bits = uint32_t;
  using Whole = int32_t;
};
template <>
struct Shifted<8> {
  using Bits = uint64_t;
  using Whole = int64_t;
};

template <class T>
struct IsFloat {
  static constexpr bool value = false;
};
template <>
struct IsFloat<float> {
  static constexpr bool value = true;
};
template <>
struct IsFloat<double> {
  static constexpr bool value = true;
};

}  // namespace

MARIANA_KERNEL(add) {
  return arithmetic(call, [](auto a, auto b) { return a + b; });
}
MARIANA_KERNEL(sub) {
  return arithmetic(call, [](auto a, auto b) { return a - b; });
}
MARIANA_KERNEL(mul) {
  return arithmetic(call, [](auto a, auto b) { return a * b; });
}
MARIANA_KERNEL(div) {
  return floating(call, [](auto a, auto b) { return a / b; });
}
// NaN wins, and +0 is greater than −0.
MARIANA_KERNEL(maximum) {
  return ordered(call, [](auto a, auto b) {
    if constexpr (IsFloat<decltype(a)>::value) {
      const auto sum = a == b ? (a == 0 ? a + b : a) : b;  // +0 but where both are −0
      return a > b || a != a ? a : sum;
    } else {
      return a > b ? a : b;
    }
  });
}
MARIANA_KERNEL(minimum) {
  return ordered(call, [](auto a, auto b) {
    if constexpr (IsFloat<decltype(a)>::value) {
      const auto sum = a == b ? (a == 0 ? -(-a - b) : a) : b;  // −0 but where both are +0
      return a < b || a != a ? a : sum;
    } else {
      return a < b ? a : b;
    }
  });
}
MARIANA_KERNEL(remainder) {
  return ordered(call, [](auto a, auto b) {
    using T = decltype(a);
    if constexpr (IsFloat<T>::value) {
      return static_cast<T>(remainderOf(static_cast<double>(a), static_cast<double>(b)));
    } else {
      return wholeRemainder<T>(a, b);
    }
  });
}
MARIANA_KERNEL(floorDivide) {
  MARIANA_CHECK(sameDTypes(call));
  switch (call.outputs[0].dtype) {
    case DType::float32: return overRuns(call, floorQuotients<F32>);
    case DType::float64: return overRuns(call, floorQuotients<F64>);
    default: return bitwise(call, [](auto a, auto b) { return wholeQuotient<decltype(a)>(a, b); });
  }
}
MARIANA_KERNEL(equal) {
  return comparison(call, [](auto a, auto b) { return a == b; });
}
MARIANA_KERNEL(notEqual) {
  return comparison(call, [](auto a, auto b) { return a != b; });
}
MARIANA_KERNEL(less) {
  return comparison(call, [](auto a, auto b) { return a < b; });
}
MARIANA_KERNEL(lessEqual) {
  return comparison(call, [](auto a, auto b) { return a <= b; });
}
MARIANA_KERNEL(and) {
  return bitwise(call, [](auto a, auto b) { return a & b; });
}
MARIANA_KERNEL(or) {
  return bitwise(call, [](auto a, auto b) { return a | b; });
}
MARIANA_KERNEL(xor) {
  return bitwise(call, [](auto a, auto b) { return a ^ b; });
}
// Narrow numbers shift as 32 bits do. Beyond the width everything is out.
MARIANA_KERNEL(shiftLeft) {
  return bitwise(call, [](auto a, auto b) {
    using Bits = typename Shifted<sizeof(a)>::Bits;
    constexpr Bits width = sizeof(Bits) * 8;
    const Bits by = static_cast<Bits>(b), left = static_cast<Bits>(a) << (by & (width - 1));
    return static_cast<decltype(a)>(by < width ? left : 0);
  });
}
MARIANA_KERNEL(shiftRight) {
  return bitwise(call, [](auto a, auto b) {
    using Bits = typename Shifted<sizeof(a)>::Bits;
    constexpr Bits width = sizeof(Bits) * 8;
    const Bits by = static_cast<Bits>(b);
    return static_cast<decltype(a)>(static_cast<typename Shifted<sizeof(a)>::Whole>(a) >> (by < width ? by : width - 1));
  });
}

MARIANA_KERNEL(where) {
  MARIANA_CHECK(call.numInputs == 3 && call.numOutputs == 1 && call.inputs[0].dtype == DType::boolean);
  MARIANA_CHECK(call.inputs[1].dtype == call.outputs[0].dtype && call.inputs[2].dtype == call.outputs[0].dtype);
  Broadcast<3> broadcast;
  MARIANA_CHECK(broadcast.read(call));
  const uint8_t* condition = dataOf<uint8_t>(call.inputs[0]);
  withElement(bytesOf(call.outputs[0].dtype), [&](auto type) {
    using T = decltype(type);
    const T *a = dataOf<T>(call.inputs[1]), *b = dataOf<T>(call.inputs[2]);
    T* y = dataOf<T>(call.outputs[0]);
    broadcast.each(call.outputs[0].size, [&](const int64_t* offsets, const int64_t* steps, int64_t place, int64_t n) {
      const uint8_t* c = condition + offsets[0];
      const T *left = a + offsets[1], *right = b + offsets[2];
      T* to = y + place;
      if (steps[0] == 1 && steps[1] == 1 && steps[2] == 1) {
        for (int64_t i = 0; i < n; i++) to[i] = c[i] != 0 ? left[i] : right[i];
      } else {
        for (int64_t i = 0; i < n; i++) to[i] = c[i * steps[0]] != 0 ? left[i * steps[1]] : right[i * steps[2]];
      }
    });
  });
  return Status::ok;
}

}  // namespace mariana::MARIANA_ISA
