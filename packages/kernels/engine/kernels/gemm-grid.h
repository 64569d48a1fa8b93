// How a product's C is cut into blocks.
#pragma once
#include "kernels/gemm-pack.h"

namespace mariana::MARIANA_ISA {

constexpr int64_t depth = 256;  // elements of k at a time: a tile of A of that depth fits the first cache
// Columns of B packed at a time: of that depth they fit the second cache.
template <class V>
constexpr int64_t packedMost = (V::lanes * sizeof(typename V::T) == 64 ? 2048 : 1024) / static_cast<int64_t>(sizeof(typename V::T));

struct Range {
  int64_t begin, end;
  int64_t size() const { return end - begin; }
};

// Tiles over the rows in `down` shares, panels over the columns in `across`, as even as can be.
struct Grid {
  int64_t m, n, tileHeight, tileWidth, down, across;
  Range rowsOf(int64_t share) const { return shareOf(m, tileHeight, share, down); }
  Range columnsOf(int64_t share) const { return shareOf(n, tileWidth, share, across); }

 private:
  static Range shareOf(int64_t size, int64_t unit, int64_t share, int64_t shares) {
    const int64_t units = (size + unit - 1) / unit, end = units * (share + 1) / shares * unit;
    return {units * share / shares * unit, end < size ? end : size};
  }
};

// The grid that is done soonest, by what packing and multiplying cost: a block packs its own part of A and of B, so that
// few blocks pack least, but many keep the threads at work evenly.
template <class V>
static Grid gridOf(int64_t m, int64_t n, int64_t k) {
  constexpr double packing = 30;       // an element of A or B costs what so many multiply-adds of a tile do
  constexpr double waiting = 1.0 / 8;  // for the thread that is done last, in blocks
  constexpr int64_t worth = 500000;    // multiply-adds for which another thread is woken
  const auto over = [](int64_t size, int64_t part) { return (size + part - 1) / part; };
  const auto smaller = [](int64_t a, int64_t b) { return a < b ? a : b; };
  const int64_t rows = over(m, tileRows<V>), columns = over(n, tileWidth<V>), threads = numThreads();
  const int64_t most = smaller(threads * 4, over(m * n * k, worth));
  Grid best{m, n, tileRows<V>, tileWidth<V>, 1, 1};
  double shortest = -1;
  for (int64_t parts = smaller(threads, most); parts <= most; parts *= 2) {
    for (int64_t across = 1; across <= columns && across <= parts; across++) {
      const int64_t down = smaller(over(parts, across), rows);
      const double height = static_cast<double>(over(rows, down) * tileRows<V>);
      const double width = static_cast<double>(over(columns, across) * tileWidth<V>);
      const double block = height * width + packing * (height + width);
      const double time = block * (static_cast<double>(over(down * across, threads)) + waiting);
      if (shortest >= 0 && time >= shortest) continue;
      shortest = time;
      best.down = down;
      best.across = across;
    }
  }
  return best;
}

}  // namespace mariana::MARIANA_ISA
