// The product of gemm.h.
#include "kernels/gemm.h"

#include "kernels/few-rows.h"
#include "kernels/gemm-grid.h"

namespace mariana::MARIANA_ISA {
namespace {

// C [m, n], dense, = A · B, or where `adds` C + A · B; what the epilogue says of it.
template <class V>
struct Product {
  using T = typename V::T;
  Matrix<T> a, b;
  T* c;
  int64_t m, n, k;
  bool adds;
  Epilogue<V> epilogue;

  // The rows and columns of one block. False where there is no memory to pack into.
  bool block(Range rows, Range columns) const {
    constexpr int64_t width = tileWidth<V>, widest = packedMost<V>;
    const int64_t deep = k < depth ? k : depth, wide = columns.size() < widest ? columns.size() : widest;
    // Where B comes in several parts, the tiles of A are packed for the first one and kept for the others.
    const bool kept = columns.size() > widest;
    Scratch<T> panels((wide + width) * deep), tiles((kept ? rows.size() + rowUnit<V> : tileRows<V>) * deep);
    if (!panels || !tiles) return false;
    for (int64_t first = 0; first < k; first += depth) {
      const int64_t count = k - first < depth ? k - first : depth;
      for (int64_t left = columns.begin; left < columns.end; left += widest) {
        const Range part{left, columns.end - left < widest ? columns.end : left + widest};
        // Of a B that is read in place, the last columns may still be too few for a panel.
        const int64_t packed = readsRowsOfB(rows.size()) ? part.begin + part.size() / width * width : part.begin;
        packBlock<V>(b.from(first, packed), count, part.end - packed, panels.data() + (packed - left) * count);
        for (int64_t i = rows.begin; i < rows.end; i += tileRows<V>) {
          const int64_t height = rows.end - i < tileRows<V> ? rows.end - i : tileRows<V>;
          T* const place = tiles.data() + (kept ? (i - rows.begin) * count : 0);
          const Matrix<T> tile = height == tileRows<V> && readsRowsOfA() ? a.from(i, first)
                                 : left > columns.begin                  ? Matrix<T>{place, 1, packedRows<V>(height)}
                                                                         : packTile<V>(a.from(i, first), height, count, place);
          for (int64_t j = part.begin; j < part.end; j += width) {
            const T* panel = j < packed ? b.from(first, j).data : panels.data() + (j - left) * count;
            multiplyTile<V>(tile, panel, j < packed ? b.row : width, count, c + i * n + j, n, height, part.end - j, adds || first > 0);
          }
          if (epilogue && first + count == k) epilogue.finish(c + i * n + left, n, height, part.size(), left);
        }
      }
    }
    return true;
  }

 private:
  // Rows of A that lie along k need no packing, but where they would all fall into the same few lines of a cache.
  bool readsRowsOfA() const { return hasSmallTiles<V> && a.column == 1 && !fallTogether<T>(a.row); }
  // Nor do short rows of B, which come out of the second cache as fast as panels do, unless vectors would lie across its lines;
  // nor any that are used once.
  bool readsRowsOfB(int64_t rows) const {
    constexpr int64_t vector = V::lanes * static_cast<int64_t>(sizeof(T)), most = 2048 / static_cast<int64_t>(sizeof(T));
    const bool aligned = reinterpret_cast<uintptr_t>(b.data) % vector == 0 && b.row % V::lanes == 0;
    return b.column == 1 && ((b.row < most && aligned) || rows <= tileRows<V>);
  }
};

}  // namespace

template <class V>
bool product(Matrix<typename V::T> a, Matrix<typename V::T> b, typename V::T* c, int64_t m, int64_t n, int64_t k, bool adds,
             const Epilogue<V>& epilogue) {
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
  const Product<V> all{a, b, c, m, n, k, adds, epilogue};
  const Grid grid = gridOf<V>(m, n, k);
  Failure failed;
  parallelEach(grid.down * grid.across, [&](int64_t at) {
    if (!all.block(grid.rowsOf(at / grid.across), grid.columnsOf(at % grid.across))) failed.raise();
  });
  return !failed;
}

template bool product<F32>(Matrix<float>, Matrix<float>, float*, int64_t, int64_t, int64_t, bool, const Epilogue<F32>&);
template bool product<F64>(Matrix<double>, Matrix<double>, double*, int64_t, int64_t, int64_t, bool, const Epilogue<F64>&);

}  // namespace mariana::MARIANA_ISA
