// The innermost part of a matrix product: a tile of C in registers, rows of A times a panel of B, packed or as they lie.
#pragma once
#include "kernels/matrix.h"
#include "simd/vector.h"

namespace mariana::MARIANA_ISA {

// A full tile is tileRows × tileWidth, as many accumulators as the registers hold. The last rows of a matrix make one of fewer
// rows, a multiple of rowUnit; but doubles, of which there are fewer programs, have the one tile, for half of the code.
template <class V>
constexpr bool hasSmallTiles = sizeof(typename V::T) == sizeof(float);
template <class V>
constexpr int tileRows = V::lanes * sizeof(typename V::T) == 64 ? 12 : V::lanes * sizeof(typename V::T) == 32 ? 6 : 4;
template <class V>
constexpr int rowUnit = !hasSmallTiles<V> ? tileRows<V> : V::lanes * sizeof(typename V::T) == 64 ? 4 : 2;
template <class V>
constexpr int tileWidth = 2 * V::lanes;

// Writes `height` rows of a tile, the last vector of each `last` lanes wide, or adds them to what is there.
template <class V, int rows, int vectors>
MARIANA_INLINE void storeTile(const V (&sums)[rows][vectors], typename V::T* c, int64_t stride, int height, int last, bool adds) {
  // With masks a part of a vector costs what a whole one does.
  constexpr bool masks = V::lanes * sizeof(typename V::T) == 64;
  unrolled2<rows, vectors>([&](auto r, auto v) MARIANA_INLINE_BODY {
    if (r >= height) return;
    typename V::T* const to = c + r * stride + v * V::lanes;
    if (v < vectors - 1 || (!masks && last == V::lanes)) (adds ? V::load(to) + sums[r][v] : sums[r][v]).store(to);
    else (adds ? V::load(to, last) + sums[r][v] : sums[r][v]).store(to, last);
  });
}

// One tile: `rows` rows of A, packed or as they lie, and k rows of the panel, each `step` from the last. Of the tile
// `height` rows and `width` columns, all where it is `whole`, are written to C, or added to what is there: then each element's
// sum begins with it.
template <class V, int rows, int vectors, bool whole, bool packed>
static void multiplyTile(Matrix<typename V::T> of, const typename V::T* MARIANA_RESTRICT panel, int64_t step, int64_t k,
                         typename V::T* MARIANA_RESTRICT c, int64_t stride, int height, int width, bool adds) {
  const typename V::T* MARIANA_RESTRICT a = of.data;
  const int64_t row = packed ? 1 : of.row, column = packed ? rows : 1;
  V sums[rows][vectors];
  const int last = width - (vectors - 1) * V::lanes;
  const auto there = [&](int r, int v) {
    const typename V::T* at = c + r * stride + v * V::lanes;
    return whole || v < vectors - 1 ? V::load(at) : V::load(at, last);
  };
  unrolled2<rows, vectors>([&](auto r, auto v) MARIANA_INLINE_BODY {
    sums[r][v] = adds && (whole || r < height) ? there(r, v) : V::zero();
  });
  for (int64_t i = 0; i < k; i++, a += column, panel += step) {
    V b[vectors];
    unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY { b[v] = V::load(panel + v * V::lanes); });
    unrolled<rows>([&](auto r) MARIANA_INLINE_BODY {
      const V x = V::all(a[r * row]);
      unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY { sums[r][v] = fma(x, b[v], sums[r][v]); });
    });
  }
  if constexpr (whole) {
    unrolled2<rows, vectors>([&](auto r, auto v) MARIANA_INLINE_BODY { sums[r][v].store(c + r * stride + v * V::lanes); });
  } else {
    storeTile(sums, c, stride, height, last, false);
  }
}

template <class V, int vectors>
MARIANA_INLINE void multiplyRows(Matrix<typename V::T> a, const typename V::T* panel, int64_t step, int64_t k, typename V::T* c,
                                 int64_t stride, int height, int width, bool adds) {
  constexpr int unit = rowUnit<V>, most = tileRows<V>;
  if constexpr (hasSmallTiles<V>) {
    const bool whole = height == most && width == vectors * V::lanes;
    if (a.row != 1) {
      if (whole) return multiplyTile<V, most, vectors, true, false>(a, panel, step, k, c, stride, height, width, adds);
      return multiplyTile<V, most, vectors, false, false>(a, panel, step, k, c, stride, height, width, adds);
    }
    if (whole) return multiplyTile<V, most, vectors, true, true>(a, panel, step, k, c, stride, height, width, adds);
    if (height > 2 * unit && most > 2 * unit) {
      return multiplyTile<V, most, vectors, false, true>(a, panel, step, k, c, stride, height, width, adds);
    }
    if (height > unit) return multiplyTile<V, 2 * unit, vectors, false, true>(a, panel, step, k, c, stride, height, width, adds);
  }
  multiplyTile<V, unit, vectors, false, true>(a, panel, step, k, c, stride, height, width, adds);
}

// How many rows of packed A belong to a tile of `height` rows.
template <class V>
MARIANA_INLINE int packedRows(int64_t height) {
  constexpr int unit = rowUnit<V>;
  return height >= tileRows<V> ? tileRows<V> : static_cast<int>((height + unit - 1) / unit * unit);
}

// C [height, width] = or += A · k rows of `width` elements of B, each `step` from the last; where they are fewer than a whole
// tile has, there are zeros behind them. A is a packed tile, or, where there are small ones too, full and lies along k.
template <class V>
MARIANA_INLINE void multiplyTile(Matrix<typename V::T> a, const typename V::T* panel, int64_t step, int64_t k, typename V::T* c,
                                 int64_t stride, int64_t height, int64_t width, bool adds) {
  const int tall = static_cast<int>(height < tileRows<V> ? height : tileRows<V>);
  const int wide = static_cast<int>(width < tileWidth<V> ? width : tileWidth<V>);
  if (wide > V::lanes) {
    multiplyRows<V, 2>(a, panel, step, k, c, stride, tall, wide, adds);
  } else {
    multiplyRows<V, 1>(a, panel, step, k, c, stride, tall, wide, adds);
  }
}

}  // namespace mariana::MARIANA_ISA
