// What the gradients of recurrent cells have in common: each part of the batch gives a share of the gradients of the weights.
#pragma once
#include "sequence.h"

namespace mariana::MARIANA_ISA {

// share += xᵀ · dz of one row of the batch, times the masks of its gates.
template <class V>
MARIANA_APART void addShare(const Sequence<typename V::T>& s, const typename V::T* x, int64_t width,
                             const typename V::T* packedDz, const typename V::T* masks, int64_t row, typename V::T* made,
                             typename V::T* share) {
  using T = typename V::T;
  if (s.columns == 0) return;
  if (masks == nullptr) {
    panelProduct<V, Begin::there>({x, 1, width}, width, s.time, packedDz, s.columns, nullptr, share, s.columns);
    return;
  }
  panelProduct<V, Begin::zero>({x, 1, width}, width, s.time, packedDz, s.columns, nullptr, made, s.columns);
  for (int64_t i = 0; i < width; i++) {
    for (int64_t g = 0; g < s.columns / s.units; g++) {
      const T factor = masks[(g * s.batch + row) * width + i];
      const int64_t at = i * s.columns + g * s.units;
      for (int64_t j = 0; j < s.units; j++) share[at + j] += factor * made[at + j];
    }
  }
}

// The shares' sums, in order: of the kernel, the recurrent kernel and the bias, which stand behind each other in a share.
template <class T>
MARIANA_INLINE void sumShares(const Sequence<T>& s, const T* shares, int64_t parts, int64_t shareSize, int64_t biasSize,
                              const Array* out) {
  const int64_t kernelEnd = s.width * s.columns, recurrentEnd = kernelEnd + s.units * s.columns;
  parallelFor(recurrentEnd + biasSize, 4096, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      T total = 0;
      for (int64_t part = 0; part < parts; part++) total += shares[part * shareSize + i];
      if (i < kernelEnd) dataOf<T>(out[0])[i] = total;
      else if (i < recurrentEnd) dataOf<T>(out[1])[i - kernelEnd] = total;
      else dataOf<T>(out[2])[i - recurrentEnd] = total;
    }
  });
}

// The outputs before each step, in the order of x, of one row of the batch.
template <class T>
MARIANA_INLINE void previousOutputs(const Sequence<T>& s, const T* y, int64_t row, T* previous) {
  for (int64_t k = 0; k < s.time; k++) {
    const T* from = k == 0 ? s.states[0] + row * s.units : y + (row * s.time + k - 1) * s.units;
    T* to = previous + s.stepAt(k) * s.units;
    for (int64_t i = 0; i < s.units; i++) to[i] = from[i];
  }
}

}  // namespace mariana::MARIANA_ISA
