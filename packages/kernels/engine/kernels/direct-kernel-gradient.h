// The gradient of a convolution's kernel: for each tap the input under it, [channels, positions], times dy,
// [positions, outChannels]. Where there are channels enough for a tile, a tile is of one tap, and its positions are those for
// which the tap lies inside of the image: nothing is copied. With few channels a tile holds rows of several taps, and the lines
// of the input under some lines of outputs are copied, with zeros around them.
#pragma once
#include <string.h>

#include "kernels/gemm-grid.h"
#include "kernels/gradient-tile.h"
#include "kernels/windows.h"

namespace mariana::MARIANA_ISA {

template <class V>
class DirectKernelGradient {
  using T = typename V::T;
  static constexpr int64_t width = tileWidth<V>, height = tileRows<V>;
  static constexpr int64_t deepest = 448;        // positions between two visits to the gradient
  static constexpr int64_t inPlace = 4 * width;  // channels of dy up to which it is not packed: more lie too far apart

 public:
  DirectKernelGradient(const Windows& w, int64_t to) : w_(w), from_(w.channels), to_(to), rows_(w.taps() * from_) {
    byTaps_ = from_ >= 2 * height / 3;
    tiles_ = byTaps_ ? w.taps() * over(from_, height) : over(rows_, height);
    panels_ = over(to, width);
    stretch_ = least(w.output[2], deepest);
    stretches_ = over(w.output[2], stretch_);
    reach_ = ((stretch_ - 1) * w.strides[2] + (w.window[2] - 1) * w.dilation[2] + 1) * from_;
  }

  bool run(const T* x, const T* dy, T* dk) const {
    const int64_t all = w_.batch * w_.output[0] * w_.output[1] * stretches_, size = rows_ * to_, shares = least(sharesOf(), all);
    Scratch<T> sums(shares > 1 ? shares * size : 1);
    if (!sums) return false;
    const int64_t wanted = over(numThreads() * int64_t{4}, shares);
    const int64_t down = least(tiles_, wanted), across = down < wanted ? least(panels_, over(wanted, down)) : 1;
    Failure failed;
    parallelEach(shares * down * across, [&](int64_t at) {
      const int64_t share = at / (down * across), i = at / across % down, j = at % across;
      const Range tiles{tiles_ * i / down, tiles_ * (i + 1) / down}, panels{panels_ * j / across, panels_ * (j + 1) / across};
      const Range lines{all * share / shares, all * (share + 1) / shares};
      if (!multiply(x, dy, lines, tiles, panels, shares > 1 ? sums.data() + share * size : dk)) failed.raise();
    });
    if (failed) return false;
    if (shares == 1) return true;
    parallelFor(size, 4096, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i++) {
        T total = sums[i];
        for (int64_t share = 1; share < shares; share++) total += sums[share * size + i];
        dk[i] = total;
      }
    });
    return true;
  }

 private:
  const Windows& w_;
  int64_t from_, to_, rows_;     // channels of input and output, rows of the gradient
  bool byTaps_;                  // whether a tile is of one tap
  int64_t tiles_, panels_;       // of the gradient
  int64_t stretch_, stretches_;  // outputs in a piece, and pieces in a line of outputs
  int64_t reach_;                // elements of a line of the input under a piece

  // In how many sums the positions are taken, by the shape alone: where the gradient is small beside what it is made of, so that
  // each of these is read by one thread.
  int64_t sharesOf() const {
    const double size = static_cast<double>(rows_ * to_), positions = static_cast<double>(w_.batch * w_.outputSize());
    const double read = positions * static_cast<double>(to_) + static_cast<double>(w_.batch * w_.inputSize() * from_);
    if (positions * size < 1e6) return 1;
    return read >= 16 * size ? 8 : read >= 8 * size ? 4 : 1;
  }

  static int64_t over(int64_t count, int64_t part) { return (count + part - 1) / part; }
  static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

  // A piece of a line of outputs.
  struct Piece {
    int64_t image, plane, row, column, count, position;  // the last: of its first output among all
  };
  Piece pieceOf(int64_t index) const {
    const int64_t line = index / stretches_, column = index % stretches_ * stretch_;
    const int64_t row = line % w_.output[1], plane = line / w_.output[1] % w_.output[0], image = line / w_.output[1] / w_.output[0];
    return {image, plane, row, column, least(stretch_, w_.output[2] - column), line * w_.output[2] + column};
  }
  // Where a line of the input begins that a line of the window meets there; −1 outside of the image.
  int64_t lineUnder(const Piece& piece, int64_t line) const {
    const int64_t z = piece.plane * w_.strides[0] - w_.low[0] + line / w_.window[1] * w_.dilation[0];
    const int64_t y = piece.row * w_.strides[1] - w_.low[1] + line % w_.window[1] * w_.dilation[1];
    if (z < 0 || z >= w_.input[0] || y < 0 || y >= w_.input[1]) return -1;
    return ((piece.image * w_.input[0] + z) * w_.input[1] + y) * w_.input[2] * from_;
  }

  // The lines of the input under a piece, for each line of the window, zeros outside.
  void fill(const T* x, const Piece& piece, T* to) const {
    const int64_t column = piece.column * w_.strides[2] - w_.low[2], count = reach_ / from_;
    const int64_t begin = column < 0 ? 0 : column, end = least(column + count, w_.input[2]);
    for (int64_t i = 0; i < w_.window[0] * w_.window[1]; i++, to += reach_) {
      const int64_t line = lineUnder(piece, i);
      if (line < 0 || begin >= end) {
        memset(to, 0, static_cast<size_t>(reach_) * sizeof(T));
        continue;
      }
      if (begin > column) memset(to, 0, static_cast<size_t>((begin - column) * from_) * sizeof(T));
      memcpy(to + (begin - column) * from_, x + line + begin * from_, static_cast<size_t>((end - begin) * from_) * sizeof(T));
      if (column + count > end) memset(to + (end - column) * from_, 0, static_cast<size_t>((column + count - end) * from_) * sizeof(T));
    }
  }

  // Pieces first … first + count − 1 as a tap meets them: the positions for which it lies inside of the image.
  int64_t stretchesOf(int64_t tap, int64_t first, int64_t count, int64_t before, Stretch* to) const {
    const int64_t step = w_.strides[2], shift = tap % w_.window[2] * w_.dilation[2] - w_.low[2];
    int64_t made = 0;
    for (int64_t i = 0; i < count; i++) {
      const Piece piece = pieceOf(first + i);
      const int64_t line = lineUnder(piece, tap / w_.window[2]), column = piece.column * step + shift;
      const int64_t begin = column < 0 ? over(-column, step) : 0, end = least(piece.count, over(w_.input[2] - column, step));
      if (line < 0 || begin >= end) continue;
      to[made++] = {line + (column + begin * step) * from_, piece.position - before + begin, end - begin};
    }
    return made;
  }

  // Where the rows of a tile lie: of one tap, or in the copied lines.
  void offsetsOf(int64_t first, int64_t* offsets) const {
    for (int64_t r = 0; r < height; r++) {
      const int64_t end = byTaps_ ? from_ : rows_, row = least(first + r, end - 1), run = from_ * w_.window[2];
      offsets[r] = byTaps_ ? row : row / run * reach_ + row % run / from_ * w_.dilation[2] * from_ + row % from_;
    }
  }

  bool multiply(const T* x, const T* dy, Range lines, Range tiles, Range panels, T* dk) const {
    const int64_t windows = byTaps_ ? 0 : w_.window[0] * w_.window[1] * reach_, most = deepest / stretch_;
    const bool packs = to_ > inPlace || to_ % V::lanes != 0;
    const int64_t perTap = over(from_, height), room = width * most * stretch_;
    Scratch<T> inputs(most * windows + 1), packed(packs ? panels.size() * room : 1);
    Scratch<Stretch> stretches(most);
    if (!inputs || !packed || !stretches) return false;
    for (int64_t first = lines.begin; first < lines.end; first += most) {
      const int64_t count = least(most, lines.end - first), before = pieceOf(first).position;
      const Piece last = pieceOf(first + count - 1);
      const int64_t depth = last.position + last.count - before;
      for (int64_t j = panels.begin; packs && j < panels.end; j++) {
        packPanel<V>({dy + before * to_ + j * width, to_, 1}, depth, least(width, to_ - j * width),
                     packed.data() + (j - panels.begin) * room);
      }
      int64_t made = count, tapBefore = -1;
      for (int64_t i = 0; i < count && !byTaps_; i++) {
        const Piece piece = pieceOf(first + i);
        fill(x, piece, inputs.data() + i * windows);
        stretches[i] = {i * windows, piece.position - before, piece.count};
      }
      for (int64_t tile = tiles.begin; tile < tiles.end; tile++) {
        const int64_t tap = byTaps_ ? tile / perTap : 0, row = byTaps_ ? tile % perTap * height : tile * height;
        if (byTaps_ && tap != tapBefore) made = stretchesOf(tap, first, count, before, stretches.data()), tapBefore = tap;
        int64_t offsets[height];
        offsetsOf(row, offsets);
        const int64_t tall = least(height, (byTaps_ ? from_ : rows_) - row);
        for (int64_t j = panels.begin; j < panels.end; j++) {
          const T* g = packs ? packed.data() + (j - panels.begin) * room : dy + before * to_ + j * width;
          const Positions<T> at{byTaps_ ? x : inputs.data(), g, w_.strides[2] * from_, packs ? width : to_, stretches.data(), made};
          gradientTile<V>(at, offsets, dk + (tap * from_ + row) * to_ + j * width, to_, tall, least(width, to_ - j * width),
                          first > lines.begin);
        }
      }
    }
    return true;
  }
};

}  // namespace mariana::MARIANA_ISA
