// The arrays of a recurrent call, checked, as all cells have them: ops/recurrent/inputs.ts of @mariana/tensor.
// Parameters: reverse, sequences, mask, inputMasks, recurrentMasks, and for gradients inputGradient.
#pragma once
#include "panel-product.h"
#include "rows.h"

namespace mariana::MARIANA_ISA {

template <class T>
struct Sequence {
  int64_t batch = 0, time = 0, width = 0, units = 0, columns = 0;
  bool reverse = false, sequences = false, sound = false;
  const T *x = nullptr, *kernel = nullptr, *recurrent = nullptr, *bias = nullptr, *states[2] = {nullptr, nullptr};
  const uint8_t* mask = nullptr;
  const T *inputMasks = nullptr, *recurrentMasks = nullptr;
  int next = 0;  // the first input behind these

  // The step at which the k-th one is made.
  int64_t stepAt(int64_t k) const { return reverse ? time - 1 - k : k; }
  // The factor of an input or state element for a column; 1 without dropout.
  const T* inputMask(int64_t gate, int64_t row) const { return inputMasks + (gate * batch + row) * width; }
  const T* recurrentMask(int64_t gate, int64_t row) const { return recurrentMasks + (gate * batch + row) * units; }
  bool counts(int64_t row, int64_t step) const { return mask == nullptr || mask[row * time + step] != 0; }
};

MARIANA_INLINE bool hasSize(const Call& call, int index, int64_t size, DType dtype) {
  return index < call.numInputs && call.inputs[index].size == size && call.inputs[index].dtype == dtype;
}

template <class T>
MARIANA_INLINE Sequence<T> readSequence(const Call& call, int gates, int states, DType dtype, int biasRows = 1) {
  Sequence<T> s;
  if (call.numInputs < 4 + states || call.inputs[0].rank != 3 || call.inputs[2].rank != 2 || call.numParams < 5) return s;
  const Array* in = call.inputs;
  s.batch = in[0].shape[0], s.time = in[0].shape[1], s.width = in[0].shape[2], s.units = in[2].shape[0];
  s.columns = gates * s.units;
  s.reverse = call.params[0] != 0, s.sequences = call.params[1] != 0;
  bool fits = s.time > 0 && in[0].dtype == dtype && hasSize(call, 1, s.width * s.columns, dtype) &&
              hasSize(call, 2, s.units * s.columns, dtype) && hasSize(call, 3, biasRows * s.columns, dtype);
  s.x = dataOf<T>(in[0]), s.kernel = dataOf<T>(in[1]), s.recurrent = dataOf<T>(in[2]), s.bias = dataOf<T>(in[3]);
  s.next = 4;
  for (int i = 0; i < states; i++, s.next++) {
    fits = fits && hasSize(call, s.next, s.batch * s.units, dtype);
    if (fits) s.states[i] = dataOf<T>(in[s.next]);
  }
  const auto optional = [&](int param, int64_t size, DType of) -> const void* {
    if (call.params[param] == 0) return nullptr;
    fits = fits && hasSize(call, s.next, size, of);
    return fits ? in[s.next++].data : nullptr;
  };
  s.mask = static_cast<const uint8_t*>(optional(2, s.batch * s.time, DType::boolean));
  s.inputMasks = static_cast<const T*>(optional(3, gates * s.batch * s.width, dtype));
  s.recurrentMasks = static_cast<const T*>(optional(4, gates * s.batch * s.units, dtype));
  s.sound = fits;
  return s;
}

// How many rows of the batch go through all steps together, on one thread.
constexpr int64_t rowsTogether = 8;

// Packs the kernel as a row of the batch sees it: each gate's columns times the mask of the inputs.
template <class V>
MARIANA_INLINE void packKernel(const Sequence<typename V::T>& s, int64_t row, typename V::T* packed) {
  packPanels<V>(s.width, s.columns, packed, [&](int64_t i, int64_t j) {
    const auto w = s.kernel[i * s.columns + j];
    return s.inputMasks == nullptr ? w : w * s.inputMask(j / s.units, row)[i];
  });
}

// The same turned over.
template <class V>
MARIANA_INLINE void packKernelTurned(const Sequence<typename V::T>& s, int64_t row, typename V::T* packed) {
  packPanels<V>(s.columns, s.width, packed, [&](int64_t i, int64_t j) {
    const auto w = s.kernel[j * s.columns + i];
    return s.inputMasks == nullptr ? w : w * s.inputMask(i / s.units, row)[j];
  });
}

// x · kernel + bias of some rows, for all steps.
template <class V>
MARIANA_INLINE void projectRows(const Sequence<typename V::T>& s, int64_t begin, int64_t end, typename V::T* packed,
                                typename V::T* z) {
  for (int64_t row = begin; row < end; row++) {
    if (row == begin || s.inputMasks != nullptr) packKernel<V>(s, row, packed);
    panelProduct<V, Begin::bias>({s.x + row * s.time * s.width, s.width, 1}, s.time, s.width, packed, s.columns, s.bias,
                                 z + row * s.time * s.columns, s.columns);
  }
}

}  // namespace mariana::MARIANA_ISA
