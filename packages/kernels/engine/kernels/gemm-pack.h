// Copies blocks of matrices into the order in which tiles read them.
#pragma once
#include "kernels/gemm-tile.h"

namespace mariana::MARIANA_ISA {

// Element [i, j] of a matrix lies at data[i · row + j · column].
template <class T>
struct Matrix {
  const T* data;
  int64_t row, column;
  Matrix from(int64_t i, int64_t j) const { return {data + i * row + j * column, row, column}; }
};

// Columns of `lines` lines of `length` elements each, `width` numbers a column, zeros where a line is missing. A line's
// elements lie `step` apart, the lines `apart`.
template <class T>
MARIANA_INLINE void packLines(const T* MARIANA_RESTRICT from, int64_t apart, int64_t step, int64_t lines, int64_t length,
                              int64_t width, T* MARIANA_RESTRICT to) {
  if (apart == 1) {
    for (int64_t i = 0; i < length; i++, from += step, to += width) {
      for (int64_t l = 0; l < lines; l++) to[l] = from[l];
      for (int64_t l = lines; l < width; l++) to[l] = 0;
    }
    return;
  }
  // Turned: a few lines at a time, along a cache line of each.
  constexpr int64_t run = 16;
  for (int64_t i = 0; i < length; i += run) {
    const int64_t end = i + run < length ? i + run : length;
    int64_t l = 0;
    for (; l + 4 <= lines; l += 4) {
      const T* at = from + l * apart;
      for (int64_t e = i; e < end; e++) {
        T* cell = to + e * width + l;
        const T* element = at + e * step;
        cell[0] = element[0];
        cell[1] = element[apart];
        cell[2] = element[2 * apart];
        cell[3] = element[3 * apart];
      }
    }
    for (; l < width; l++) {
      for (int64_t e = i; e < end; e++) to[e * width + l] = l < lines ? from[l * apart + e * step] : T{0};
    }
  }
}

// A [rows, k], tile after tile.
template <class V>
static void packRows(Matrix<typename V::T> a, int64_t rows, int64_t k, typename V::T* to) {
  for (int64_t first = 0; first < rows; first += tileRows<V>) {
    const int64_t height = rows - first < tileRows<V> ? rows - first : tileRows<V>;
    const int wide = packedRows<V>(height);
    packLines(a.data + first * a.row, a.row, a.column, height, k, wide, to);
    to += wide * k;
  }
}

// One panel of B [k, columns ≤ tileWidth].
template <class V>
static void packPanel(Matrix<typename V::T> b, int64_t k, int64_t columns, typename V::T* to) {
  packLines(b.data, b.column, b.row, columns, k, int64_t{tileWidth<V>}, to);
}

}  // namespace mariana::MARIANA_ISA
