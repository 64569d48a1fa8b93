// A tile of the gradient of a convolution's kernel: rows of it are channels under a tap, columns are channels of the output,
// and what is summed over are positions, read where they lie.
#pragma once
#include "kernels/gemm-pack.h"

namespace mariana::MARIANA_ISA {

// Positions next to each other in a line of outputs: where those under them begin in the input, and they in dy.
struct Stretch {
  int64_t input, output, count;
};

template <class T>
struct Positions {
  const T* input;
  const T* dy;
  int64_t inputStep, dyStep;  // from one position to the next
  const Stretch* stretches;
  int64_t numStretches;
};

// Rows lie `offsets[r]` from the first, or, where they are `together`, next to each other.
template <class V, int rows, int vectors, bool together>
static void gradientTile(const Positions<typename V::T>& at, const int64_t* offsets, typename V::T* MARIANA_RESTRICT c,
                         int64_t stride, int height, int width, bool adds) {
  using T = typename V::T;
  V sums[rows][vectors];
  unrolled2<rows, vectors>([&](auto r, auto v) MARIANA_INLINE_BODY { sums[r][v] = V::zero(); });
  for (int64_t s = 0; s < at.numStretches; s++) {
    const Stretch& stretch = at.stretches[s];
    const T* MARIANA_RESTRICT from = at.input + stretch.input;
    const T* MARIANA_RESTRICT dy = at.dy + stretch.output * at.dyStep;
    for (int64_t i = 0; i < stretch.count; i++, from += at.inputStep, dy += at.dyStep) {
      V g[vectors];
      unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY { g[v] = V::load(dy + v * V::lanes); });
      unrolled<rows>([&](auto r) MARIANA_INLINE_BODY {
        const V x = V::all(from[together ? int64_t{r} : offsets[r]]);
        unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY { sums[r][v] = fma(x, g[v], sums[r][v]); });
      });
    }
  }
  storeTile(sums, c, stride, height, width - (vectors - 1) * V::lanes, adds);
}

template <class V, int vectors, bool together>
MARIANA_INLINE void gradientRows(const Positions<typename V::T>& at, const int64_t* offsets, typename V::T* c, int64_t stride,
                                 int height, int width, bool adds) {
  constexpr int unit = rowUnit<V>, most = tileRows<V>;
  if constexpr (together && hasSmallTiles<V>) {
    if (height <= unit) return gradientTile<V, unit, vectors, true>(at, offsets, c, stride, height, width, adds);
    if (height <= 2 * unit) return gradientTile<V, 2 * unit, vectors, true>(at, offsets, c, stride, height, width, adds);
  }
  gradientTile<V, most, vectors, together>(at, offsets, c, stride, height, width, adds);
}

// C [height ≤ tileRows, width ≤ tileWidth] = or += the sum over all positions. Of dy whole vectors are read. The offsets are
// as many as a tile has rows, and those of rows that are not there lie within the input too.
template <class V>
static void gradientTile(const Positions<typename V::T>& at, const int64_t* offsets, typename V::T* c, int64_t stride,
                         int64_t height, int64_t width, bool adds) {
  const int tall = static_cast<int>(height), wide = static_cast<int>(width);
  bool together = true;
  for (int r = 1; r < packedRows<V>(height); r++) together = together && offsets[r] == offsets[0] + r;
  const Positions<typename V::T> moved{at.input + offsets[0], at.dy, at.inputStep, at.dyStep, at.stretches, at.numStretches};
  if (wide > V::lanes) {
    if (together) gradientRows<V, 2, true>(moved, offsets, c, stride, tall, wide, adds);
    else gradientRows<V, 2, false>(at, offsets, c, stride, tall, wide, adds);
  } else {
    if (together) gradientRows<V, 1, true>(moved, offsets, c, stride, tall, wide, adds);
    else gradientRows<V, 1, false>(at, offsets, c, stride, tall, wide, adds);
  }
}

}  // namespace mariana::MARIANA_ISA
