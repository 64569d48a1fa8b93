// Copies blocks of matrices into the order in which tiles read them.
#pragma once
#include "kernels/gemm-tile.h"

namespace mariana::MARIANA_ISA {

// `lines` lines of `length` elements, which lie `step` apart, next to each other in columns `width` apart.
template <int lines, class T>
MARIANA_INLINE void turnLines(const T* MARIANA_RESTRICT from, int64_t apart, int64_t step, int64_t length, int64_t width,
                              T* MARIANA_RESTRICT to) {
  int64_t e = 0;
  if constexpr (sizeof(T) == sizeof(float) && lines > 1) {
    for (; step == 1 && e + F32::lanes <= length; e += F32::lanes) {
      if constexpr (lines == 4) turnFour(from + e, apart, to + e * width, width);
      if constexpr (lines == 2) turnTwo(from + e, apart, to + e * width, width);
    }
  }
  for (; e < length; e++) {
    for (int l = 0; l < lines; l++) to[e * width + l] = from[l * apart + e * step];
  }
}

// Columns of `lines` neighbouring elements each, `step` apart, with zeros behind them up to `width`.
template <class V>
static void packColumns(const typename V::T* MARIANA_RESTRICT from, int64_t step, int lines, int64_t length, int width,
                        typename V::T* MARIANA_RESTRICT to) {
  if (lines == width && width == 2 * V::lanes) {
    for (int64_t i = 0; i < length; i++, from += step, to += width) {
      V::load(from).store(to);
      V::load(from + V::lanes).store(to + V::lanes);
    }
  } else if (width <= V::lanes && V::lanes * sizeof(typename V::T) == 64) {
    for (int64_t i = 0; i < length; i++, from += step, to += width) V::load(from, lines).store(to, width);
  } else {
    for (int64_t i = 0; i < length; i++, from += step, to += width) {
      for (int l = 0; l < width; l++) to[l] = l < lines ? from[l] : 0;
    }
  }
}

// Columns of `lines` lines of `length` elements each, `width` numbers a column, zeros where a line is missing. A line's
// elements lie `step` apart, the lines `apart`.
template <class V>
static void packLines(const typename V::T* MARIANA_RESTRICT from, int64_t apart, int64_t step, int64_t lines, int64_t length,
                      int64_t width, typename V::T* MARIANA_RESTRICT to) {
  using T = typename V::T;
  if (apart == 1) return packColumns<V>(from, step, static_cast<int>(lines), length, static_cast<int>(width), to);
  // A few lines at a time, along a cache line of each.
  constexpr int64_t run = 64 / sizeof(T);
  for (int64_t i = 0; i < length; i += run, from += run * step, to += run * width) {
    const int64_t count = i + run < length ? run : length - i;
    int64_t l = 0;
    for (; l + 4 <= lines; l += 4) turnLines<4>(from + l * apart, apart, step, count, width, to + l);
    for (; l + 2 <= lines; l += 2) turnLines<2>(from + l * apart, apart, step, count, width, to + l);
    for (; l < lines; l++) turnLines<1>(from + l * apart, apart, step, count, width, to + l);
    for (; l < width; l++) {
      for (int64_t e = 0; e < count; e++) to[e * width + l] = 0;
    }
  }
}

// One tile of A, [height ≤ tileRows, k].
template <class V>
static Matrix<typename V::T> packTile(Matrix<typename V::T> a, int64_t height, int64_t k, typename V::T* to) {
  const int64_t rows = packedRows<V>(height);
  packLines<V>(a.data, a.row, a.column, height, k, rows, to);
  return {to, 1, rows};
}

// One panel of B [k, columns ≤ tileWidth].
template <class V>
static void packPanel(Matrix<typename V::T> b, int64_t k, int64_t columns, typename V::T* to) {
  packLines<V>(b.data, b.column, b.row, columns, k, int64_t{tileWidth<V>}, to);
}

// Whether places `step` elements apart all fall into the same few lines of a cache.
template <class T>
bool fallTogether(int64_t step) {
  return step * static_cast<int64_t>(sizeof(T)) % 2048 == 0;
}

// All panels of a block of B [k, columns], one behind the other; of rows that would fall together a few at a time.
template <class V>
static void packBlock(Matrix<typename V::T> b, int64_t k, int64_t columns, typename V::T* to) {
  constexpr int64_t width = tileWidth<V>;
  const int64_t together = b.column == 1 && fallTogether<typename V::T>(b.row) ? 8 : k;
  for (int64_t i = 0; i < k; i += together) {
    const int64_t rows = k - i < together ? k - i : together;
    for (int64_t j = 0; j < columns; j += width) {
      packPanel<V>(b.from(i, j), rows, columns - j < width ? columns - j : width, to + j * k + i * width);
    }
  }
}

}  // namespace mariana::MARIANA_ISA
