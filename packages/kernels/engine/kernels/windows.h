// Windows that move over 1 to 3 axes: convolution and pooling seen as three axes, of which the first may be 1.
#pragma once
#include "kernels/strided.h"

namespace mariana::MARIANA_ISA {

struct Windows {
  int64_t batch = 1, channels = 1;  // of the input
  int64_t input[3] = {1, 1, 1}, window[3] = {1, 1, 1}, output[3] = {1, 1, 1};
  int64_t strides[3] = {1, 1, 1}, low[3] = {0, 0, 0}, dilation[3] = {1, 1, 1};

  int64_t inputSize() const { return input[0] * input[1] * input[2]; }
  int64_t outputSize() const { return output[0] * output[1] * output[2]; }
  int64_t taps() const { return window[0] * window[1] * window[2]; }

  // x and y are [batch, …spatial, channels]; `sizes` are those of the window.
  bool read(ParamReader& params, const Array& x, const Array& y, const int64_t* sizes, bool dilates) {
    const int axes = x.rank - 2, skipped = 3 - axes;
    if (axes < 1 || axes > 3 || y.rank != x.rank || x.shape[0] != y.shape[0]) return false;
    int64_t steps[3], ends[6], spread[3] = {1, 1, 1};
    if (!params.list(steps, axes, 1) || !params.list(ends, 2 * axes, 0)) return false;
    if (dilates && !params.list(spread, axes, 1)) return false;
    batch = x.shape[0];
    channels = x.shape[x.rank - 1];
    constexpr int64_t limit = int64_t{1} << 31;
    for (int i = 0; i < axes; i++) {
      const int to = skipped + i;
      input[to] = x.shape[i + 1];
      output[to] = y.shape[i + 1];
      window[to] = sizes[i];
      strides[to] = steps[i];
      low[to] = ends[2 * i];
      dilation[to] = spread[i];
      const int64_t values[] = {input[to], output[to], window[to], strides[to], low[to], ends[2 * i + 1], dilation[to]};
      for (const int64_t value : values) {
        if (value >= limit) return false;
      }
      const int64_t room = input[to] + ends[2 * i] + ends[2 * i + 1] - ((window[to] - 1) * dilation[to] + 1);
      if (output[to] != (room < 0 ? 0 : room / strides[to] + 1)) return false;
    }
    return true;
  }

  // Where a tap of the window at an output position lies among the input's positions; −1 outside.
  int64_t place(int64_t position, int64_t tap) const {
    const int64_t o[3] = {position / (output[1] * output[2]), position / output[2] % output[1], position % output[2]};
    const int64_t t[3] = {tap / (window[1] * window[2]), tap / window[2] % window[1], tap % window[2]};
    int64_t flat = 0;
    for (int i = 0; i < 3; i++) {
      const int64_t at = o[i] * strides[i] - low[i] + t[i] * dilation[i];
      if (at < 0 || at >= input[i]) return -1;
      flat = flat * input[i] + at;
    }
    return flat;
  }
};

}  // namespace mariana::MARIANA_ISA
