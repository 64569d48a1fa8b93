// Matrix products. B is packed whole, or in parts that fit the last cache; a thread packs the rows of A that it works on, so
// that they stay in its second cache, and a panel of B in its first. Each element of C sums in the order of k, whatever the
// number of threads.
#pragma once
#include "kernels/epilogue.h"
#include "kernels/few-rows.h"

namespace mariana::MARIANA_ISA {

constexpr int64_t depth = 256;           // elements of k at a time: a panel of B of that depth fits the first cache
constexpr int64_t packedMost = 1 << 20;  // elements of B packed at a time

// What one thread does between two meetings: rows [top, bottom) and columns [left, right) of C, over k from 0 to `count`.
template <class V>
struct Blocks {
  using T = typename V::T;
  Matrix<T> a;
  const T* packed;  // B's panels, `depth` of k after `depth` of k
  T* c;
  int64_t n, k, columns;  // of C; of this part of k; of this part of B
  bool adds;
  Epilogue<V> epilogue;  // where this is the last part of k

  bool multiply(int64_t top, int64_t bottom, int64_t left, int64_t right) const {
    constexpr int64_t width = tileWidth<V>;
    const int64_t deep = depth < k ? depth : k, padded = (columns + width - 1) / width * width;
    Scratch<T> rows((bottom - top + rowUnit<V>) * deep);
    if (!rows) return false;
    for (int64_t first = 0; first < k; first += depth) {
      const int64_t count = first + depth < k ? depth : k - first;
      packRows<V>(a.from(top, first), bottom - top, count, rows.data());
      for (int64_t j = left; j < right; j += width) {
        const T* panel = packed + first * padded + j * count;
        const T* tile = rows.data();
        for (int64_t i = top; i < bottom; i += tileRows<V>) {
          multiplyTile<V>(tile, panel, count, c + i * n + j, n, bottom - i, right - j, adds || first > 0);
          tile += packedRows<V>(bottom - i) * count;
        }
        if (epilogue && first + count == k) {
          epilogue.finish(c + top * n + j, n, bottom - top, right - j < width ? right - j : width, j);
        }
      }
    }
    return true;
  }
};

// How C is cut: rows of tiles into `down` shares, columns of them into `across`, as even as can be.
struct Grid {
  int64_t rows, columns, down, across;
  // Where a share begins, in tiles.
  int64_t top(int64_t i) const { return rows * i / down; }
  int64_t left(int64_t j) const { return columns * j / across; }
};

// Blocks large enough that packing is little beside multiplying, and several a thread, as many for each.
template <class V>
static Grid gridOf(int64_t m, int64_t n, int64_t k) {
  const auto over = [](int64_t size, int64_t side) { return (size + side - 1) / side; };
  const auto least = [](int64_t a, int64_t b) { return a < b ? a : b; };
  const int64_t rows = over(m, tileRows<V>), columns = over(n, tileWidth<V>), parts = numThreads() * int64_t{4};
  const int64_t wanted = least(parts, over(m * n * k, 500000));
  // Rows first, since a block packs its own of A; then columns; and small blocks where there are no others.
  int64_t down = over(rows, 16), across = 1;
  if (down < wanted) down = least(wanted, over(rows, 8));
  if (down < wanted) across = least(over(wanted, down), over(columns, 8));
  if (down * across < wanted) down = least(over(wanted, across), over(rows, 2));
  if (down * across < wanted) across = least(over(wanted, down), columns);
  if (down > parts) down = least(over(down, parts) * parts, rows);
  return {rows, columns, down, across};
}

// C [m, n], dense, = A · B, or where `adds` C + A · B; what the epilogue says of it. False where there is no memory to pack
// into.
template <class V>
static bool product(Matrix<typename V::T> a, Matrix<typename V::T> b, typename V::T* c, int64_t m, int64_t n, int64_t k,
                    bool adds = false, const Epilogue<V>& epilogue = {}) {
  using T = typename V::T;
  constexpr int64_t panel = tileWidth<V>;
  if (m == 0 || n == 0) return true;
  if (!adds) {
    // A column of C is a row of its transpose.
    const bool turned = n == 1 && m > 1;
    const Done done = turned ? productOfFew<V>({b.data, b.column, b.row}, {a.data, a.column, a.row}, c, 1, m, k)
                             : productOfFew<V>(a, b, c, m, n, k);
    if (done == Done::yes) finishAll(epilogue, c, m, n);
    if (done != Done::no) return done == Done::yes;
  }
  if (k == 0) {
    for (int64_t i = 0; i < m * n && !adds; i++) c[i] = 0;
    finishAll(epilogue, c, m, n);
    return true;
  }
  const int64_t deepest = packedMost / 256, most = k < deepest ? k : deepest;
  const int64_t fitting = packedMost / most / panel * panel, padded = (n + panel - 1) / panel * panel;
  const int64_t widest = padded < fitting ? padded : fitting;
  Scratch<T> packed(widest * most);
  if (!packed) return false;
  T* const panels = packed.data();
  Failure failed;
  for (int64_t left = 0; left < n; left += widest) {
    const int64_t columns = n - left < widest ? n - left : widest;
    const int64_t filled = (columns + panel - 1) / panel * panel;
    for (int64_t deep = 0; deep < k; deep += most) {
      const int64_t length = k - deep < most ? k - deep : most;
      const int64_t layers = (length + depth - 1) / depth, across = filled / panel;
      parallelFor(layers * across, 32768 / (panel * depth) + 1, [=](int64_t begin, int64_t end) {
        for (int64_t at = begin; at < end; at++) {
          const int64_t first = at / across * depth, j = at % across * panel;
          const int64_t count = length - first < depth ? length - first : depth;
          packPanel<V>(b.from(deep + first, left + j), count, columns - j < panel ? columns - j : panel,
                       panels + first * filled + j * count);
        }
      });
      const bool last = deep + length == k && epilogue;
      const Epilogue<V> end{last ? epilogue.bias + left : nullptr, epilogue.activation};
      const Blocks<V> blocks{a.from(0, deep), panels, c + left, n, length, columns, adds || deep > 0, end};
      const Grid grid = gridOf<V>(m, columns, length);
      parallelFor(grid.down * grid.across, 1, [&](int64_t begin, int64_t end) {
        for (int64_t at = begin; at < end; at++) {
          const int64_t i = at / grid.across, j = at % grid.across;
          const int64_t top = grid.top(i) * tileRows<V>, bottom = grid.top(i + 1) * tileRows<V>;
          const int64_t left = grid.left(j) * panel, right = grid.left(j + 1) * panel;
          if (!blocks.multiply(top, bottom < m ? bottom : m, left, right < columns ? right : columns)) {
            failed.raise();
          }
        }
      });
    }
  }
  return !failed;
}

}  // namespace mariana::MARIANA_ISA
