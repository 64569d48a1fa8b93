// Convolution with a kernel of its own for each channel: [batch, …, channels] and [window, 1, channels]. Vectors run along the
// channels, and a sum goes over the taps in their order, or over the positions in theirs.
#pragma once
#include <string.h>

#include "kernels/windows.h"

namespace mariana::MARIANA_ISA {

template <class V>
class Depthwise {
  using T = typename V::T;
  static constexpr int64_t grain = 16384;

 public:
  explicit Depthwise(const Windows& w) : w_(w), channels_(w.channels), taps_(w.taps()) {}

  void forward(const T* x, const T* kernel, T* y) const {
    const int64_t positions = w_.outputSize();
    parallelFor(w_.batch * positions, grain / (channels_ * taps_) + 1, [=, this](int64_t begin, int64_t end) {
      for (int64_t at = begin; at < end; at++) {
        const T* image = x + at / positions * w_.inputSize() * channels_;
        T* const to = y + at * channels_;
        memset(to, 0, static_cast<size_t>(channels_) * sizeof(T));
        const Place o = placeOf(at % positions, w_.output);
        eachTap([&](int64_t t0, int64_t t1, int64_t t2, int64_t tap) {
          const int64_t t[3] = {t0, t1, t2};
          int64_t flat = 0;
          for (int i = 0; i < 3; i++) {
            const int64_t in = o.at[i] * w_.strides[i] - w_.low[i] + t[i] * w_.dilation[i];
            if (in < 0 || in >= w_.input[i]) return;
            flat = flat * w_.input[i] + in;
          }
          add(image + flat * channels_, kernel + tap * channels_, to);
        });
      }
    });
  }

  // Each input gathers from the outputs whose windows hold it.
  void inputGradient(const T* dy, const T* kernel, T* dx) const {
    const int64_t positions = w_.inputSize();
    parallelFor(w_.batch * positions, grain / (channels_ * taps_) + 1, [=, this](int64_t begin, int64_t end) {
      for (int64_t at = begin; at < end; at++) {
        const T* image = dy + at / positions * w_.outputSize() * channels_;
        T* const to = dx + at * channels_;
        memset(to, 0, static_cast<size_t>(channels_) * sizeof(T));
        const Place p = placeOf(at % positions, w_.input);
        eachTap([&](int64_t t0, int64_t t1, int64_t t2, int64_t tap) {
          const int64_t t[3] = {t0, t1, t2};
          int64_t flat = 0;
          for (int i = 0; i < 3; i++) {
            const int64_t s = w_.strides[i], from = p.at[i] + w_.low[i] - t[i] * w_.dilation[i];
            const int64_t out = s == 1 ? from : from / s;
            if (from < 0 || out * s != from || out >= w_.output[i]) return;
            flat = flat * w_.output[i] + out;
          }
          add(image + flat * channels_, kernel + tap * channels_, to);
        });
      }
    });
  }

  // Threads share the taps and groups of channels; the sum of each line of outputs is added to those before.
  void kernelGradient(const T* x, const T* dy, T* dk) const {
    const int64_t wide = (channels_ + V::lanes - 1) / V::lanes, lines = w_.batch * w_.output[0] * w_.output[1];
    parallelFor(taps_ * wide, grain / (lines * w_.output[2] * V::lanes + 1) + 1, [=, this](int64_t begin, int64_t end) {
      for (int64_t part = begin; part < end; part++) {
        const int64_t channel = part % wide * V::lanes, left = channels_ - channel;
        const int count = static_cast<int>(left < V::lanes ? left : V::lanes);
        const Place t = placeOf(part / wide, w_.window);
        V total = V::zero();
        for (int64_t line = 0; line < lines; line++) total = total + ofLine(x + channel, dy + channel, line, t, count);
        total.store(dk + part / wide * channels_ + channel, count);
      }
    });
  }

 private:
  struct Place {
    int64_t at[3];
  };
  const Windows& w_;
  int64_t channels_, taps_;

  static Place placeOf(int64_t index, const int64_t* sizes) {
    return {{index / (sizes[1] * sizes[2]), index / sizes[2] % sizes[1], index % sizes[2]}};
  }

  template <class Each>
  MARIANA_INLINE_MEMBER void eachTap(const Each& each) const {
    int64_t tap = 0;
    for (int64_t t0 = 0; t0 < w_.window[0]; t0++) {
      for (int64_t t1 = 0; t1 < w_.window[1]; t1++) {
        for (int64_t t2 = 0; t2 < w_.window[2]; t2++) each(t0, t1, t2, tap++);
      }
    }
  }

  void add(const T* a, const T* b, T* to) const {
    int64_t i = 0;
    for (; i + V::lanes <= channels_; i += V::lanes) fma(V::load(a + i), V::load(b + i), V::load(to + i)).store(to + i);
    if (i == channels_) return;
    const int rest = static_cast<int>(channels_ - i);
    fma(V::load(a + i, rest), V::load(b + i, rest), V::load(to + i, rest)).store(to + i, rest);
  }

  // What one line of outputs gives to the gradient of a tap.
  V ofLine(const T* x, const T* dy, int64_t line, const Place& t, int count) const {
    const int64_t outputs[3] = {line / w_.output[1] % w_.output[0], line % w_.output[1], 0};
    int64_t flat = line / w_.output[1] / w_.output[0];
    for (int i = 0; i < 2; i++) {
      const int64_t in = outputs[i] * w_.strides[i] - w_.low[i] + t.at[i] * w_.dilation[i];
      if (in < 0 || in >= w_.input[i]) return V::zero();
      flat = flat * w_.input[i] + in;
    }
    const int64_t step = w_.strides[2], first = t.at[2] * w_.dilation[2] - w_.low[2];
    const int64_t begin = first < 0 ? (-first + step - 1) / step : 0;
    const int64_t beyond = first >= w_.input[2] ? 0 : (w_.input[2] - 1 - first) / step + 1;
    const int64_t end = beyond < w_.output[2] ? beyond : w_.output[2];
    V sum = V::zero();
    for (int64_t i = begin; i < end; i++) {
      const T* from = x + (flat * w_.input[2] + first + i * step) * channels_;
      sum = fma(V::load(from, count), V::load(dy + (line * w_.output[2] + i) * channels_, count), sum);
    }
    return sum;
  }
};

}  // namespace mariana::MARIANA_ISA
