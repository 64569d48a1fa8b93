// What the elements of a product become once they are summed: activation(c + bias of their column).
#pragma once
#include "kernels/rows.h"
#include "simd/math.h"

namespace mariana::MARIANA_ISA {

// In the order of `epilogueActivations` in packages/tensor/src/ops/epilogue.ts.
enum class Activation { linear, relu, sigmoid, tanh };
constexpr int numActivations = 4;

MARIANA_INLINE double sigmoid(double x) {
  if (x >= 0) return 1 / (1 + ::exp(-x));
  const double power = ::exp(x);
  return power / (1 + power);
}

MARIANA_INLINE double tanh(double x) { return ::tanh(x); }

template <class V>
struct Epilogue {
  using T = typename V::T;
  const T* bias = nullptr;  // none: nothing is done
  Activation activation = Activation::linear;

  explicit operator bool() const { return bias != nullptr; }

  // Rows of `width` elements, the first of them in column `column`.
  void finish(T* c, int64_t stride, int64_t rows, int64_t width, int64_t column) const {
    switch (activation) {
      case Activation::linear: return each(c, stride, rows, width, column, [](V x) { return x; });
      case Activation::relu:
        return each(c, stride, rows, width, column, [](V x) { return select(lessEqual(x, V::zero()), V::zero(), x); });
      case Activation::sigmoid: return squash(c, stride, rows, width, column, [](auto x) { return sigmoid(x); });
      case Activation::tanh: return squash(c, stride, rows, width, column, [](auto x) { return tanh(x); });
    }
  }

 private:
  template <class Of>
  MARIANA_INLINE_MEMBER void each(T* c, int64_t stride, int64_t rows, int64_t width, int64_t column, const Of& of) const {
    for (int64_t r = 0; r < rows; r++, c += stride) {
      eachVector<V>(width, [&](int64_t at, int count) {
        storeSome(of(loadSome<V>(c + at, count) + loadSome<V>(bias + column + at, count)), c + at, count);
      });
    }
  }

  // float64 goes element by element, by the C library.
  template <class Of>
  MARIANA_INLINE_MEMBER void squash(T* c, int64_t stride, int64_t rows, int64_t width, int64_t column, const Of& of) const {
    if constexpr (sizeof(T) == sizeof(float)) {
      each(c, stride, rows, width, column, of);
    } else {
      for (int64_t r = 0; r < rows; r++, c += stride) {
        for (int64_t i = 0; i < width; i++) c[i] = of(c[i] + bias[column + i]);
      }
    }
  }
};

// All of a matrix [rows, columns], where no better moment came.
template <class V>
static void finishAll(const Epilogue<V>& epilogue, typename V::T* c, int64_t rows, int64_t columns) {
  if (!epilogue) return;
  parallelFor(rows, 16384 / (columns + 1) + 1, [=](int64_t begin, int64_t end) {
    epilogue.finish(c + begin * columns, columns, end - begin, columns, 0);
  });
}

}  // namespace mariana::MARIANA_ISA
