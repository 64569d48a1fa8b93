// Convolution by laying out windows: the elements under those of a block of output positions side by side,
// [positions, taps · channels], which a product with the kernel, [taps · channels, outChannels], takes. For groups.
#pragma once
#include <string.h>

#include "kernels/gemm.h"
#include "kernels/windows.h"

namespace mariana::MARIANA_ISA {
namespace {

constexpr int64_t block = 512;  // output positions at a time
constexpr int64_t parts = 4;    // of a kernel's gradient, added at the end: as many whatever the number of threads

struct Convolution {
  Windows w;
  int64_t groups, from, to;  // channels of one group: of the input and of the output
  int64_t width;             // taps · channels of one group

  // `more` parameters stand behind those of a convolution.
  bool read(const Call& call, const Array& x, const Array& kernel, const Array& y, int more = 0) {
    const int axes = x.rank - 2;
    if (axes < 1 || axes > 3 || kernel.rank != x.rank || y.rank != x.rank) return false;
    if (x.dtype != kernel.dtype || x.dtype != y.dtype) return false;
    ParamReader params{call};
    if (!w.read(params, x, y, kernel.shape, true)) return false;
    groups = params.next();
    from = kernel.shape[axes];
    const int64_t out = kernel.shape[axes + 1];
    if (params.at + more != call.numParams || groups < 1 || from > INT32_MAX || groups > INT32_MAX) return false;
    if (from * groups != w.channels || out % groups != 0 || y.shape[y.rank - 1] != out) return false;
    to = out / groups;
    width = w.taps() * from;
    return true;
  }
  int64_t outChannels() const { return to * groups; }
  int64_t blocks() const { return (w.outputSize() + block - 1) / block; }
};

// Calls each(place, taps) for the taps of the window at an output position, in their order: those with neighbouring elements
// together. A place of −1 is outside of the image.
template <class Each>
MARIANA_INLINE void eachRun(const Convolution& c, int64_t position, const Each& each) {
  const Windows& w = c.w;
  const int64_t corner[3] = {position / (w.output[1] * w.output[2]) * w.strides[0] - w.low[0],
                             position / w.output[2] % w.output[1] * w.strides[1] - w.low[1],
                             position % w.output[2] * w.strides[2] - w.low[2]};
  const bool together = c.groups == 1 && w.dilation[2] == 1 && corner[2] >= 0 && corner[2] + w.window[2] <= w.input[2];
  for (int64_t t0 = 0; t0 < w.window[0]; t0++) {
    const int64_t plane = corner[0] + t0 * w.dilation[0];
    for (int64_t t1 = 0; t1 < w.window[1]; t1++) {
      const int64_t row = corner[1] + t1 * w.dilation[1];
      if (plane < 0 || plane >= w.input[0] || row < 0 || row >= w.input[1]) {
        each(int64_t{-1}, w.window[2]);
        continue;
      }
      const int64_t line = (plane * w.input[1] + row) * w.input[2];
      if (together) {
        each(line + corner[2], w.window[2]);
        continue;
      }
      for (int64_t t2 = 0; t2 < w.window[2]; t2++) {
        const int64_t column = corner[2] + t2 * w.dilation[2];
        each(column < 0 || column >= w.input[2] ? int64_t{-1} : line + column, int64_t{1});
      }
    }
  }
}

// The elements under the windows at positions first … of an image, for one group; zeros outside.
template <class T>
void lay(const Convolution& c, const T* image, int64_t group, int64_t first, int64_t count, T* columns) {
  for (int64_t i = 0; i < count; i++) {
    eachRun(c, first + i, [&](int64_t place, int64_t taps) {
      const int64_t length = taps * c.from;
      const T* row = image + (place < 0 ? 0 : place) * c.w.channels + group * c.from;
      if (place < 0) memset(columns, 0, static_cast<size_t>(length) * sizeof(T));
      else for (int64_t j = 0; j < length; j++) columns[j] = row[j];
      columns += length;
    });
  }
}

// Adds them back to where they came from.
template <class T>
void giveBack(const Convolution& c, T* image, int64_t group, int64_t first, int64_t count, const T* columns) {
  for (int64_t i = 0; i < count; i++) {
    eachRun(c, first + i, [&](int64_t place, int64_t taps) {
      const int64_t length = taps * c.from;
      T* MARIANA_RESTRICT row = image + (place < 0 ? 0 : place) * c.w.channels + group * c.from;
      const T* MARIANA_RESTRICT from = columns;
      columns += length;
      if (place < 0) return;
      for (int64_t j = 0; j < length; j++) row[j] += from[j];
    });
  }
}

// A group of the kernel, [width, to], within [width, outChannels]; and of y, [positions, to].
template <class T>
Matrix<T> groupOf(const Convolution& c, const T* data, int64_t group) {
  return {data + group * c.to, c.outChannels(), 1};
}

template <class T>
void copyGroup(const Convolution& c, const T* from, T* to, int64_t group, int64_t rows) {
  for (int64_t i = 0; i < rows; i++) {
    for (int64_t j = 0; j < c.to; j++) to[i * c.outChannels() + group * c.to + j] = from[i * c.to + j];
  }
}

template <class V>
Status forward(const Convolution& c, const Array& xArray, const Array& kernelArray, const Array& yArray) {
  using T = typename V::T;
  const T *x = dataOf<T>(xArray), *kernel = dataOf<T>(kernelArray);
  T* y = dataOf<T>(yArray);
  const int64_t positions = c.w.outputSize(), blocks = c.blocks(), size = c.w.inputSize() * c.w.channels;
  Failure failed;
  parallelFor(c.w.batch * blocks, 1, [&](int64_t begin, int64_t end) {
    Scratch<T> columns(block * c.width), results(c.groups == 1 ? 1 : block * c.to);
    if (!columns || !results) {
      failed.raise();
      return;
    }
    for (int64_t part = begin; part < end; part++) {
      const int64_t image = part / blocks, first = part % blocks * block;
      const int64_t count = first + block < positions ? block : positions - first;
      T* rows = y + (image * positions + first) * c.outChannels();
      for (int64_t group = 0; group < c.groups; group++) {
        lay(c, x + image * size, group, first, count, columns.data());
        T* to = c.groups == 1 ? rows : results.data();
        if (!product<V>({columns.data(), c.width, 1}, groupOf(c, kernel, group), to, count, c.to, c.width)) failed.raise();
        if (c.groups > 1) copyGroup(c, results.data(), rows, group, count);
      }
    }
  });
  return failed ? Status::outOfMemory : Status::ok;
}

template <class V>
Status inputGradient(const Convolution& c, const Array& dyArray, const Array& kernelArray, const Array& dxArray) {
  using T = typename V::T;
  const T *dy = dataOf<T>(dyArray), *kernel = dataOf<T>(kernelArray);
  T* dx = dataOf<T>(dxArray);
  const int64_t positions = c.w.outputSize(), blocks = c.blocks(), size = c.w.inputSize() * c.w.channels;
  Failure failed;
  // Windows overlap, so that an image is one thread's.
  parallelFor(c.w.batch, 1, [&](int64_t begin, int64_t end) {
    Scratch<T> columns(block * c.width);
    if (!columns) {
      failed.raise();
      return;
    }
    for (int64_t image = begin; image < end; image++) {
      for (int64_t i = 0; i < size; i++) dx[image * size + i] = 0;
      for (int64_t first = 0; first < blocks * block; first += block) {
        const int64_t count = first + block < positions ? block : positions - first;
        for (int64_t group = 0; group < c.groups; group++) {
          const Matrix<T> rows = groupOf(c, dy + (image * positions + first) * c.outChannels(), group);
          const Matrix<T> weights = groupOf(c, kernel, group);
          if (!product<V>(rows, {weights.data, 1, weights.row}, columns.data(), count, c.width, c.to)) failed.raise();
          giveBack(c, dx + image * size, group, first, count, columns.data());
        }
      }
    }
  });
  return failed ? Status::outOfMemory : Status::ok;
}

template <class V>
Status kernelGradient(const Convolution& c, const Array& xArray, const Array& dyArray, const Array& dkArray) {
  using T = typename V::T;
  const T *x = dataOf<T>(xArray), *dy = dataOf<T>(dyArray);
  T* dk = dataOf<T>(dkArray);
  const int64_t positions = c.w.outputSize(), blocks = c.blocks(), size = c.w.inputSize() * c.w.channels;
  const int64_t all = c.w.batch * blocks;
  const int64_t each = (all + parts - 1) / parts;
  Scratch<T> sums(parts * c.groups * c.width * c.to);
  if (!sums) return Status::outOfMemory;
  Failure failed;
  parallelEach(parts, [&](int64_t part) {
    Scratch<T> columns(block * c.width);
    if (!columns) {
      failed.raise();
      return;
    }
    const int64_t begin = part * each, end = begin + each < all ? begin + each : all;
    for (int64_t group = 0; group < c.groups; group++) {
      T* sum = sums.data() + (part * c.groups + group) * c.width * c.to;
      for (int64_t i = 0; i < c.width * c.to; i++) sum[i] = 0;
      for (int64_t at = begin; at < end; at++) {
        const int64_t image = at / blocks, first = at % blocks * block;
        const int64_t count = first + block < positions ? block : positions - first;
        lay(c, x + image * size, group, first, count, columns.data());
        const Matrix<T> rows = groupOf(c, dy + (image * positions + first) * c.outChannels(), group);
        if (!product<V>({columns.data(), 1, c.width}, rows, sum, c.width, c.to, count, true)) failed.raise();
      }
    }
  });
  if (failed) return Status::outOfMemory;
  for (int64_t group = 0; group < c.groups; group++) {
    for (int64_t i = 0; i < c.width; i++) {
      for (int64_t j = 0; j < c.to; j++) {
        T total = 0;
        for (int64_t part = 0; part < parts; part++) total += sums[((part * c.groups + group) * c.width + i) * c.to + j];
        dk[i * c.outChannels() + group * c.to + j] = total;
      }
    }
  }
  return Status::ok;
}

}  // namespace
}  // namespace mariana::MARIANA_ISA
