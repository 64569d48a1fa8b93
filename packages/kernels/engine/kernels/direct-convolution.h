// Convolution without laying out windows: a block of the input is copied once with its padding, and tiles of the product
// read their rows from there. The gradient of the input is such a convolution too, one for each phase of the strides.
#pragma once
#include <string.h>

#include "kernels/direct-tile.h"
#include "kernels/epilogue.h"

namespace mariana::MARIANA_ISA {

// Along one axis. Output i reads the input at first + i · step + shift + t · shiftStep, t = 0 … taps − 1, by the kernel's
// element index + t · indexStep, and is written at target + i · targetStep.
struct DirectAxis {
  int64_t size, outputs, first, step;
  int64_t taps, shift, shiftStep, index, indexStep, window;
  int64_t target, targetStep, targetSize;

  int64_t extent(int64_t count) const { return (count - 1) * step + (taps - 1) * shiftStep + 1; }
  int64_t start(int64_t output) const { return first + output * step + shift; }
};

// A kernel: the element that takes channel i to channel j by a tap lies at data[tap · from · to + i · row + j · column].
template <class T>
struct DirectKernel {
  const T* data;
  int64_t row, column;
};

template <class V>
class DirectConvolution {
  using T = typename V::T;
  static constexpr int64_t width = tileWidth<V>, most = directMost<V>;
  static constexpr int64_t positions = 200;  // of a block, about
  static constexpr int64_t deepest = 256;    // steps of k between two visits to C

 public:
  DirectConvolution(const DirectAxis* axes, int64_t batch, int64_t from, int64_t to)
      : axes_(axes), batch_(batch), from_(from), to_(to) {
    const DirectAxis &rows = axes[1], &columns = axes[2];
    taps_ = axes[0].taps * rows.taps * columns.taps;
    k_ = taps_ * from;
    across_ = columns.outputs < 17 * most ? columns.outputs : 17 * most;
    const int64_t down = (positions + across_ - 1) / across_;
    down_ = down < rows.outputs ? down : rows.outputs;
    const bool whole = axes[0].outputs == 1 && down_ == rows.outputs && across_ == columns.outputs;
    const int64_t images = whole ? positions / (down_ * across_) : 1;
    images_ = images < 1 ? 1 : images < batch ? images : batch;
    line_ = columns.extent(across_) * from;
    plane_ = rows.extent(down_) * line_;
    image_ = axes[0].extent(1) * plane_;
  }

  bool run(const T* x, DirectKernel<T> kernel, T* y, const Epilogue<V>& epilogue = {}) const {
    const int64_t panels = (to_ + width - 1) / width;
    Scratch<T> packed(panels * width * k_);
    Scratch<Piece> pieces(numPieces());
    if (!packed || !pieces) return false;
    pack(kernel, packed.data());
    cut(pieces.data());
    const int64_t n = parts(batch_, images_), d = axes_[0].outputs, h = parts(axes_[1].outputs, down_);
    const int64_t w = parts(axes_[2].outputs, across_), blocks = n * d * h * w;
    // The channels are split too where there are few blocks; a thread then does some of them.
    int64_t shares = 1;
    while (shares < panels && blocks * shares < numThreads() * 4) shares++;
    Failure failed;
    parallelFor(blocks * shares, 1, [&](int64_t begin, int64_t end) {
      Scratch<T> block(images_ * image_ + most * axes_[2].step * from_);
      if (!block) {
        failed.raise();
        return;
      }
      for (int64_t at = begin; at < end; at++) {
        const int64_t i = at / shares, share = at % shares;
        const Block b{i / (d * h * w) * images_, i / (h * w) % d, i / w % h * down_, i % w * across_};
        fill(x, b, block.data());
        multiply(b, block.data(), pieces.data(), packed.data(), panels * share / shares, panels * (share + 1) / shares, y, epilogue);
      }
    });
    return !failed;
  }

 private:
  struct Block {
    int64_t image, plane, row, column;  // where it begins
  };
  const DirectAxis* axes_;
  int64_t batch_, from_, to_, taps_, k_;
  int64_t images_, down_, across_;  // outputs in a block
  int64_t line_, plane_, image_;    // elements of a block's input

  static int64_t parts(int64_t count, int64_t part) { return (count + part - 1) / part; }
  static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

  // Taps whose inputs are neighbours make one run of k.
  bool joined() const { return axes_[2].shiftStep == 1; }
  int64_t runs() const { return axes_[0].taps * axes_[1].taps * (joined() ? 1 : axes_[2].taps); }
  int64_t runLength() const { return joined() ? axes_[2].taps * from_ : from_; }
  int64_t numPieces() const { return runs() * parts(runLength(), deepest); }

  void cut(Piece* pieces) const {
    const int64_t each = joined() ? 1 : axes_[2].taps, length = runLength();
    for (int64_t run = 0; run < runs(); run++) {
      const int64_t t2 = run % each, t1 = run / each % axes_[1].taps, t0 = run / each / axes_[1].taps;
      const int64_t offset = t0 * axes_[0].shiftStep * plane_ + t1 * axes_[1].shiftStep * line_ + t2 * axes_[2].shiftStep * from_;
      for (int64_t i = 0; i < length; i += deepest) *pieces++ = {offset + i, least(deepest, length - i)};
    }
  }

  void pack(DirectKernel<T> kernel, T* packed) const {
    const int64_t panels = parts(to_, width);
    parallelFor(panels * taps_, 16384 / (from_ * width) + 1, [=, this](int64_t begin, int64_t end) {
      for (int64_t at = begin; at < end; at++) {
        const int64_t panel = at / taps_, tap = at % taps_;
        const int64_t t2 = tap % axes_[2].taps, t1 = tap / axes_[2].taps % axes_[1].taps, t0 = tap / axes_[2].taps / axes_[1].taps;
        const int64_t t[3] = {t0, t1, t2};
        int64_t flat = 0;
        for (int i = 0; i < 3; i++) flat = flat * axes_[i].window + axes_[i].index + t[i] * axes_[i].indexStep;
        const Matrix<T> matrix{kernel.data + flat * from_ * to_, kernel.row, kernel.column};
        packPanel<V>(matrix.from(0, panel * width), from_, least(width, to_ - panel * width), packed + (panel * taps_ + tap) * from_ * width);
      }
    });
  }

  // Copies the input under a block, zeros where it is outside.
  void fill(const T* x, const Block& b, T* to) const {
    const int64_t images = least(images_, batch_ - b.image), planes = axes_[0].extent(1), lines = axes_[1].extent(down_);
    const int64_t left = axes_[2].start(b.column), count = axes_[2].extent(across_);
    const int64_t begin = left < 0 ? 0 : left, end = least(left + count, axes_[2].size);
    for (int64_t at = 0; at < images * planes * lines; at++, to += line_) {
      const int64_t i = at / (planes * lines), z = axes_[0].start(b.plane) + at / lines % planes;
      const int64_t line = axes_[1].start(b.row) + at % lines;
      if (z < 0 || z >= axes_[0].size || line < 0 || line >= axes_[1].size || begin >= end) {
        memset(to, 0, static_cast<size_t>(line_) * sizeof(T));
        continue;
      }
      const T* row = x + (((b.image + i) * axes_[0].size + z) * axes_[1].size + line) * axes_[2].size * from_;
      memset(to, 0, static_cast<size_t>((begin - left) * from_) * sizeof(T));
      memcpy(to + (begin - left) * from_, row + begin * from_, static_cast<size_t>((end - begin) * from_) * sizeof(T));
      memset(to + (end - left) * from_, 0, static_cast<size_t>((left + count - end) * from_) * sizeof(T));
    }
  }

  void multiply(const Block& b, const T* block, const Piece* pieces, const T* packed, int64_t begin, int64_t end, T* y,
                const Epilogue<V>& epilogue) const {
    const int64_t images = least(images_, batch_ - b.image), all = numPieces();
    const int64_t rows = least(down_, axes_[1].outputs - b.row), columns = least(across_, axes_[2].outputs - b.column);
    const int64_t stride = axes_[2].targetStep * to_;
    const int64_t height = parts(columns, parts(columns, directMost<V>));  // of tiles, as even as can be
    for (int64_t panel = begin; panel < end; panel++) {
      const T* weights = packed + panel * k_ * width;
      for (int64_t first = 0, next; first < all; first = next) {
        int64_t depth = 0;
        for (next = first; next < all && (next == first || depth + pieces[next].count <= deepest); next++) depth += pieces[next].count;
        for (int64_t at = 0; at < images * rows; at++) {
          const int64_t i = at / rows, row = at % rows;
          const T* from = block + i * image_ + row * axes_[1].step * line_;
          T* to = y + place(b.image + i, b.plane, b.row + row, b.column) + panel * width;
          for (int64_t column = 0; column < columns; column += height) {
            const Left<T> left{from + column * axes_[2].step * from_, axes_[2].step * from_, pieces + first, next - first};
            directTile<V>(left, weights, to + column * stride, stride, least(height, columns - column), to_ - panel * width,
                                 first > 0);
            if (epilogue && next == all) {
              epilogue.finish(to + column * stride, stride, least(height, columns - column), least(width, to_ - panel * width),
                              panel * width);
            }
          }
        }
        weights += depth * width;
      }
    }
  }

  int64_t place(int64_t image, int64_t plane, int64_t row, int64_t column) const {
    const int64_t at[3] = {plane, row, column};
    for (int i = 0; i < 3; i++) image = image * axes_[i].targetSize + axes_[i].target + at[i] * axes_[i].targetStep;
    return image * to_;
  }
};

}  // namespace mariana::MARIANA_ISA
