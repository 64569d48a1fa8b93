// A tile of a product whose left side is read where it lies: the windows of a convolution, without copying each out.
#pragma once
#include "kernels/gemm-pack.h"

namespace mariana::MARIANA_ISA {

// A stretch of k: `count` steps from `offset` on.
struct Piece {
  int64_t offset, count;
};

// Where a tile's left side lies: row r, step i of a piece at `at + offset + r · step + i`.
template <class T>
struct Left {
  const T* at;
  int64_t step;
  const Piece* pieces;
  int64_t numPieces;
};

template <class V, int rows, int vectors>
static void directTile(const Left<typename V::T>& a, const typename V::T* MARIANA_RESTRICT panel, typename V::T* MARIANA_RESTRICT c,
                       int64_t stride, int height, int width, bool adds) {
  using T = typename V::T;
  V sums[rows][vectors];
  unrolled2<rows, vectors>([&](auto r, auto v) MARIANA_INLINE_BODY { sums[r][v] = V::zero(); });
  for (int64_t p = 0; p < a.numPieces; p++) {
    const T* from = a.at + a.pieces[p].offset;
    const int64_t count = a.pieces[p].count;
    // Three rows a pointer: what an address can hold without a register of its own.
    constexpr int pointers = (rows + 2) / 3;
    const int64_t step = a.step;
    const T* line[pointers];
    unrolled<pointers>([&](auto l) MARIANA_INLINE_BODY { line[l] = from + 3 * l * step; });
    for (int64_t i = 0; i < count; i++, panel += tileWidth<V>) {
      V b[vectors];
      unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY { b[v] = V::load(panel + v * V::lanes); });
      unrolled<rows>([&](auto r) MARIANA_INLINE_BODY {
        const V x = V::all(line[r / 3][r % 3 * step]);
        unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY { sums[r][v] = fma(x, b[v], sums[r][v]); });
      });
      unrolled<pointers>([&](auto l) MARIANA_INLINE_BODY { line[l]++; });
    }
  }
  storeTile(sums, c, stride, height, width - (vectors - 1) * V::lanes, adds);
}

// The most rows of a tile: there is a line of outputs to share out evenly, and one more pair would fit.
template <class V>
constexpr int directMost = hasSmallTiles<V> && V::lanes * sizeof(typename V::T) == 64 ? 14 : tileRows<V>;

template <class V, int vectors>
MARIANA_INLINE void directRows(const Left<typename V::T>& a, const typename V::T* panel, typename V::T* c, int64_t stride,
                               int height, int width, bool adds) {
  constexpr int unit = rowUnit<V>, most = directMost<V>;
  if constexpr (hasSmallTiles<V>) {
    if (height <= unit) return directTile<V, unit, vectors>(a, panel, c, stride, height, width, adds);
    if constexpr (most == 14) {
      if (height == 7) return directTile<V, 7, vectors>(a, panel, c, stride, height, width, adds);
    }
    if (height <= 2 * unit) return directTile<V, 2 * unit, vectors>(a, panel, c, stride, height, width, adds);
    if (height <= tileRows<V>) return directTile<V, tileRows<V>, vectors>(a, panel, c, stride, height, width, adds);
  }
  directTile<V, most, vectors>(a, panel, c, stride, height, width, adds);
}

// C [height ≤ directMost, width] = or += A · a panel of packed B. Rows beyond `height`, up to a whole tile, are read too.
template <class V>
static void directTile(const Left<typename V::T>& a, const typename V::T* panel, typename V::T* c, int64_t stride,
                       int64_t height, int64_t width, bool adds) {
  constexpr int most = directMost<V>;
  const int tall = static_cast<int>(height < most ? height : most);
  const int wide = static_cast<int>(width < tileWidth<V> ? width : tileWidth<V>);
  if (wide > V::lanes) {
    directRows<V, 2>(a, panel, c, stride, tall, wide, adds);
  } else {
    directRows<V, 1>(a, panel, c, stride, tall, wide, adds);
  }
}

}  // namespace mariana::MARIANA_ISA
