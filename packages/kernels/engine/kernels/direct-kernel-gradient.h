// The gradient of a convolution's kernel: for each tap the input under it, [channels, positions], times dy,
// [positions, outChannels]. A thread has some of the taps' channels, over all positions in their order.
#pragma once
#include <string.h>

#include "kernels/direct-tile.h"
#include "kernels/windows.h"

namespace mariana::MARIANA_ISA {

template <class V>
class DirectKernelGradient {
  using T = typename V::T;
  static constexpr int64_t width = tileWidth<V>;
  static constexpr int64_t deepest = 448;  // positions between two visits to the gradient

 public:
  DirectKernelGradient(const Windows& w, int64_t to) : w_(w), from_(w.channels), to_(to) {
    // Taps side by side, without a gap, make one run of rows.
    perLine_ = w.dilation[2] == 1 ? 1 : w.window[2];
    length_ = from_ * w.window[2] / perLine_;
    stretch_ = w.output[2] < deepest ? w.output[2] : deepest;
    stretches_ = parts(w.output[2], stretch_);
    reach_ = ((stretch_ - 1) * w.strides[2] + (w.window[2] - 1) * w.dilation[2] + 1) * from_;
  }

  bool run(const T* x, const T* dy, T* dk) const {
    const int64_t tiles = w_.window[0] * w_.window[1] * perLine_ * parts(length_, tileRows<V>), panels = parts(to_, width);
    const int64_t wanted = numThreads() * int64_t{2};
    const int64_t down = tiles < wanted ? tiles : wanted, across = down < wanted ? least(panels, parts(wanted, down)) : 1;
    Failure failed;
    parallelFor(down * across, 1, [&](int64_t begin, int64_t end) {
      for (int64_t at = begin; at < end; at++) {
        const int64_t i = at / across, j = at % across;
        const Range rows{tiles * i / down, tiles * (i + 1) / down}, columns{panels * j / across, panels * (j + 1) / across};
        if (!multiply(x, dy, rows, columns, dk)) failed.raise();
      }
    });
    return !failed;
  }

 private:
  struct Range {
    int64_t begin, end;
    int64_t size() const { return end - begin; }
  };
  const Windows& w_;
  int64_t from_, to_;
  int64_t perLine_, length_;     // runs in a line of the window, rows of the gradient in a run
  int64_t stretch_, stretches_;  // outputs in a piece, and pieces in a line of outputs
  int64_t reach_;                // elements of a line of the input under a piece

  static int64_t parts(int64_t count, int64_t part) { return (count + part - 1) / part; }
  static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

  // The lines of the input under a piece, for some lines of the window, zeros outside.
  void fill(const T* x, int64_t piece, Range lines, T* to) const {
    const int64_t line = piece / stretches_, column = piece % stretches_ * stretch_ * w_.strides[2] - w_.low[2];
    const int64_t row = line % w_.output[1], plane = line / w_.output[1] % w_.output[0], image = line / w_.output[1] / w_.output[0];
    const int64_t count = reach_ / from_, begin = column < 0 ? 0 : column, end = least(column + count, w_.input[2]);
    for (int64_t i = lines.begin; i < lines.end; i++, to += reach_) {
      const int64_t z = plane * w_.strides[0] - w_.low[0] + i / w_.window[1] * w_.dilation[0];
      const int64_t y = row * w_.strides[1] - w_.low[1] + i % w_.window[1] * w_.dilation[1];
      if (z < 0 || z >= w_.input[0] || y < 0 || y >= w_.input[1] || begin >= end) {
        memset(to, 0, static_cast<size_t>(reach_) * sizeof(T));
        continue;
      }
      const T* at = x + ((image * w_.input[0] + z) * w_.input[1] + y) * w_.input[2] * from_;
      memset(to, 0, static_cast<size_t>((begin - column) * from_) * sizeof(T));
      memcpy(to + (begin - column) * from_, at + begin * from_, static_cast<size_t>((end - begin) * from_) * sizeof(T));
      memset(to + (end - column) * from_, 0, static_cast<size_t>((column + count - end) * from_) * sizeof(T));
    }
  }

  bool multiply(const T* x, const T* dy, Range tiles, Range panels, T* dk) const {
    const int64_t perRun = parts(length_, tileRows<V>), all = w_.batch * w_.output[0] * w_.output[1] * stretches_;
    const Range lines{tiles.begin / perRun / perLine_, (tiles.end - 1) / perRun / perLine_ + 1};
    const int64_t each = lines.size() * reach_, most = deepest / stretch_;
    Scratch<T> inputs(most * each + tileRows<V>), columns(panels.size() * width * most * stretch_);
    Scratch<Piece> pieces(most);
    if (!inputs || !columns || !pieces) return false;
    for (int64_t first = 0, done = 0; first < all; first += most) {
      const int64_t count = least(most, all - first);
      int64_t depth = 0;
      for (int64_t i = 0; i < count; i++) {
        const int64_t left = w_.output[2] - (first + i) % stretches_ * stretch_;
        fill(x, first + i, lines, inputs.data() + i * each);
        pieces[i] = {i * each, least(left, stretch_)};
        depth += pieces[i].count;
      }
      for (int64_t panel = panels.begin; panel < panels.end; panel++) {
        T* const column = columns.data() + (panel - panels.begin) * width * most * stretch_;
        const int64_t left = to_ - panel * width;
        packPanel<V>({dy + done * to_ + panel * width, to_, 1}, depth, least(width, left), column);
        for (int64_t tile = tiles.begin; tile < tiles.end; tile++) {
          const int64_t run = tile / perRun, row = tile % perRun * tileRows<V>;
          const int64_t offset = (run / perLine_ - lines.begin) * reach_ + run % perLine_ * w_.dilation[2] * from_;
          const Left<T> rows{inputs.data() + offset + row, w_.strides[2] * from_, pieces.data(), count};
          directTile<V, true>(rows, column, dk + (run * length_ + row) * to_ + panel * width, to_, length_ - row, left, first > 0);
        }
      }
      done += depth;
    }
    return true;
  }
};

}  // namespace mariana::MARIANA_ISA
