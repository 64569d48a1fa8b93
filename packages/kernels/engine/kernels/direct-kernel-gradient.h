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
    for (int i = 0; i < 3; i++) size_[i] = (w.output[i] - 1) * w.strides[i] + (w.window[i] - 1) * w.dilation[i] + 1;
    // Taps side by side, without a gap, make one run of rows.
    const bool joined = w.dilation[2] == 1;
    runs_ = w.window[0] * w.window[1] * (joined ? 1 : w.window[2]);
    length_ = from_ * (joined ? w.window[2] : 1);
  }

  bool run(const T* x, const T* dy, T* dk) const {
    const int64_t all = w_.batch * w_.outputSize(), panels = parts(to_, width);
    const int64_t lines = w_.batch * w_.output[0] * w_.output[1], each = parts(w_.output[2], deepest);
    Scratch<T> padded(w_.batch * size_[0] * size_[1] * size_[2] * from_ + tileRows<V>), packed(panels * width * all);
    Scratch<Piece> pieces(lines * each);
    if (!padded || !packed || !pieces) return false;
    pad(x, padded.data());
    pack(dy, all, packed.data());
    cut(pieces.data());
    const int64_t tiles = runs_ * parts(length_, tileRows<V>);
    const int64_t wanted = numThreads() * int64_t{2};
    const int64_t down = tiles < wanted ? tiles : wanted, across = down < wanted ? least(panels, parts(wanted, down)) : 1;
    parallelFor(down * across, 1, [&](int64_t begin, int64_t end) {
      for (int64_t at = begin; at < end; at++) {
        const int64_t i = at / across, j = at % across;
        const Range rows{tiles * i / down, tiles * (i + 1) / down}, columns{panels * j / across, panels * (j + 1) / across};
        multiply(padded.data(), pieces.data(), lines * each, packed.data(), all, rows, columns, dk);
      }
    });
    return true;
  }

 private:
  struct Range {
    int64_t begin, end;
  };
  const Windows& w_;
  int64_t from_, to_, runs_, length_;
  int64_t size_[3];  // of an image with as much padding as the windows reach

  static int64_t parts(int64_t count, int64_t part) { return (count + part - 1) / part; }
  static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

  void pad(const T* x, T* padded) const {
    const int64_t line = size_[2] * from_;
    const int64_t begin = w_.low[2], end = least(begin + w_.input[2], size_[2]);
    parallelFor(w_.batch * size_[0] * size_[1], 16384 / line + 1, [=, this](int64_t first, int64_t last) {
      for (int64_t at = first; at < last; at++) {
        const int64_t image = at / (size_[0] * size_[1]), z = at / size_[1] % size_[0] - w_.low[0], row = at % size_[1] - w_.low[1];
        T* to = padded + at * line;
        if (z < 0 || z >= w_.input[0] || row < 0 || row >= w_.input[1] || begin >= end) {
          memset(to, 0, static_cast<size_t>(line) * sizeof(T));
          continue;
        }
        const T* from = x + ((image * w_.input[0] + z) * w_.input[1] + row) * w_.input[2] * from_;
        memset(to, 0, static_cast<size_t>(begin * from_) * sizeof(T));
        memcpy(to + begin * from_, from, static_cast<size_t>((end - begin) * from_) * sizeof(T));
        memset(to + end * from_, 0, static_cast<size_t>((size_[2] - end) * from_) * sizeof(T));
      }
    });
    memset(padded + w_.batch * size_[0] * size_[1] * line, 0, tileRows<V> * sizeof(T));
  }

  void pack(const T* dy, int64_t all, T* packed) const {
    constexpr int64_t run = 256;
    const int64_t stretches = parts(all, run);
    parallelFor(parts(to_, width) * stretches, 2, [=, this](int64_t begin, int64_t end) {
      for (int64_t at = begin; at < end; at++) {
        const int64_t panel = at / stretches, first = at % stretches * run;
        packPanel<V>({dy + first * to_ + panel * width, to_, 1}, least(run, all - first), least(width, to_ - panel * width),
                     packed + (panel * all + first) * width);
      }
    });
  }

  void cut(Piece* pieces) const {
    for (int64_t line = 0; line < w_.batch * w_.output[0] * w_.output[1]; line++) {
      const int64_t row = line % w_.output[1], plane = line / w_.output[1] % w_.output[0], image = line / w_.output[1] / w_.output[0];
      const int64_t at = ((image * size_[0] + plane * w_.strides[0]) * size_[1] + row * w_.strides[1]) * size_[2] * from_;
      for (int64_t i = 0; i < w_.output[2]; i += deepest) {
        *pieces++ = {at + i * w_.strides[2] * from_, least(deepest, w_.output[2] - i)};
      }
    }
  }

  void multiply(const T* padded, const Piece* pieces, int64_t numPieces, const T* packed, int64_t all, Range tiles, Range panels,
                T* dk) const {
    const int64_t perRun = parts(length_, tileRows<V>), perLine = runs_ / (w_.window[0] * w_.window[1]);
    int64_t done = 0;
    for (int64_t first = 0, next; first < numPieces; first = next) {
      int64_t depth = 0;
      for (next = first; next < numPieces && (next == first || depth + pieces[next].count <= deepest); next++) depth += pieces[next].count;
      for (int64_t panel = panels.begin; panel < panels.end; panel++) {
        const T* columns = packed + (panel * all + done) * width;
        for (int64_t tile = tiles.begin; tile < tiles.end; tile++) {
          const int64_t run = tile / perRun, row = tile % perRun * tileRows<V>;
          const int64_t t2 = run % perLine, t1 = run / perLine % w_.window[1], t0 = run / perLine / w_.window[1];
          const int64_t offset = ((t0 * w_.dilation[0] * size_[1] + t1 * w_.dilation[1]) * size_[2] + t2 * w_.dilation[2]) * from_;
          const Left<T> left{padded + offset + row, w_.strides[2] * from_, pieces + first, next - first};
          directTile<V, true>(left, columns, dk + (run * length_ + row) * to_ + panel * width, to_, length_ - row,
                              to_ - panel * width, first > 0);
        }
      }
      done += depth;
    }
  }
};

}  // namespace mariana::MARIANA_ISA
