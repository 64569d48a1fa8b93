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

// Runs body with a value of the vector type for the first input's dtype, which is that of all outputs.
template <class Body>
MARIANA_INLINE Status byFloat(Call& call, const Body& body) {
  MARIANA_CHECK(call.numInputs > 0);
  for (int i = 0; i < call.numOutputs; i++) MARIANA_CHECK(call.outputs[i].dtype == call.inputs[0].dtype);
  switch (call.inputs[0].dtype) {
    case DType::float32: return body(F32::zero());
    case DType::float64: return body(F64::zero());
    default: return Status::unsupported;
  }
}

MARIANA_INLINE bool hasSize(const Call& call, int index, int64_t size, DType dtype) {
  return index < call.numInputs && call.inputs[index].size == size && call.inputs[index].dtype == dtype;
}

template <class T>
MARIANA_INLINE Sequence<T> readSequence(const Call& call, int gates, int states, DType dtype, int biasRows = 1) {
  Sequence<T> s;
  if (call.numInputs < 4 + states || call.inputs[0].rank != 3 || call.inputs[2].rank != 2 || call.numParams < 5) return s;
  const Array* in = call.inputs;
  s.batch = in[0].shape[0], s.time = in[0].shape[1], s.width = in[0].shape[2], s.units = in[2].shape[0];
  // Empty arrays can have axes of any size, and none of the products below may overflow.
  const auto atLeastOne = [](int64_t size) { return static_cast<double>(size > 0 ? size : 1); };
  const double rows = atLeastOne(s.batch), steps = atLeastOne(s.time), both = atLeastOne(s.width) + atLeastOne(s.units);
  if ((rows * steps + atLeastOne(s.units) + rows) * both > 0x1p58) return {};
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

// Packs the kernel, and turned over.
template <class V>
MARIANA_INLINE void packKernel(const Sequence<typename V::T>& s, typename V::T* packed) {
  packPanels<V>(s.width, s.columns, packed, [&](int64_t i, int64_t j) { return s.kernel[i * s.columns + j]; });
}

template <class V>
MARIANA_INLINE void packKernelTurned(const Sequence<typename V::T>& s, typename V::T* packed) {
  packPanels<V>(s.columns, s.width, packed, [&](int64_t i, int64_t j) { return s.kernel[j * s.columns + i]; });
}

// The packed kernel as a row of the batch sees it: each gate's columns times the gate's mask of the inputs.
template <class V>
MARIANA_INLINE void maskKernel(const Sequence<typename V::T>& s, int64_t row, const typename V::T* plain,
                               typename V::T* masked) {
  constexpr int64_t panel = panelWidth<V>;
  for (int64_t first = 0; first < s.columns; first += panel, plain += s.width * panel, masked += s.width * panel) {
    for (int64_t from = first; from < first + panel && from < s.columns;) {
      const int64_t gate = from / s.units, gateEnd = (gate + 1) * s.units;
      const int64_t until = gateEnd == s.columns || gateEnd > first + panel ? first + panel : gateEnd;
      const typename V::T* factors = s.inputMask(gate, row);
      for (int64_t i = 0; i < s.width; i++) {
        const V factor = V::all(factors[i]);
        const int64_t place = i * panel + from - first;
        eachVector<V>(until - from, [&](int64_t at, int count) {
          storeSome(loadSome<V>(plain + place + at, count) * factor, masked + place + at, count);
        });
      }
      from = until;
    }
  }
}

// The same turned over.
template <class V>
MARIANA_INLINE void maskKernelTurned(const Sequence<typename V::T>& s, int64_t row, const typename V::T* plain,
                                     typename V::T* masked) {
  constexpr int vectors = panelWidth<V> / V::lanes;
  for (int64_t first = 0; first < s.width; first += panelWidth<V>) {
    for (int64_t gate = 0; gate * s.units < s.columns; gate++) {
      V factors[vectors];
      unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY {
        const int64_t left = s.width - first - v * V::lanes;
        factors[v] = V::load(s.inputMask(gate, row) + (left > 0 ? first + v * V::lanes : 0),
                             static_cast<int>(left < 0 ? 0 : left < V::lanes ? left : V::lanes));
      });
      for (int64_t i = 0; i < s.units; i++, plain += panelWidth<V>, masked += panelWidth<V>) {
        unrolled<vectors>([&](auto v) MARIANA_INLINE_BODY { (V::load(plain + v * V::lanes) * factors[v]).store(masked + v * V::lanes); });
      }
    }
  }
}

// x · kernel + bias of some rows, for all steps; `masked` is room for the kernel of a row.
template <class V>
MARIANA_INLINE void projectRows(const Sequence<typename V::T>& s, int64_t begin, int64_t end, const typename V::T* packed,
                                typename V::T* masked, typename V::T* z) {
  for (int64_t row = begin; row < end; row++) {
    if (s.inputMasks != nullptr) maskKernel<V>(s, row, packed, masked);
    panelProduct<V, Begin::bias>({s.x + row * s.time * s.width, s.width, 1}, s.time, s.width,
                                 s.inputMasks == nullptr ? packed : masked, s.columns, s.bias,
                                 z + row * s.time * s.columns, s.columns);
  }
}

}  // namespace mariana::MARIANA_ISA
