// The gradient of a long short-term memory. The recurrence runs backwards for a few rows of the batch at a time; then their
// steps all at once give a share of the gradients of the weights. Shares follow from the batch alone and are summed in
// order, so that the result is the same for any number of threads.
#include "gates.h"
#include "sequence-gradient.h"

namespace mariana::MARIANA_ISA {
namespace {

template <class T>
struct Saved {
  const T *y, *gates, *cells, *dOutput, *dCell, *dOutputs;
};

// The gradients of the gates before their activations, and of the cell before the step.
template <class V>
MARIANA_INLINE void stepBack(const typename V::T* gates, const typename V::T* cell, const typename V::T* before,
                             const typename V::T* dh, typename V::T* dc, typename V::T* dz, int64_t units) {
  const V one = V::all(1);
  eachVector<V>(units, [&](int64_t at, int count) {
    const V i = loadSome<V>(gates + at, count), f = loadSome<V>(gates + units + at, count);
    const V g = loadSome<V>(gates + 2 * units + at, count), o = loadSome<V>(gates + 3 * units + at, count);
    const V squashed = gateTanh(loadSome<V>(cell + at, count)), d = loadSome<V>(dh + at, count);
    const V dCell = fma(d * o, one - squashed * squashed, loadSome<V>(dc + at, count));
    storeSome(dCell * g * i * (one - i), dz + at, count);
    storeSome(dCell * loadSome<V>(before + at, count) * f * (one - f), dz + units + at, count);
    storeSome(dCell * i * (one - g * g), dz + 2 * units + at, count);
    storeSome(d * squashed * o * (one - o), dz + 3 * units + at, count);
    storeSome(dCell * f, dc + at, count);
  });
}

template <class V>
Status backward(Call& call) {
  using T = typename V::T;
  const DType dtype = call.inputs[0].dtype;
  const Sequence<T> s = readSequence<T>(call, 4, 2, dtype);
  const int64_t batch = s.batch, time = s.time, width = s.width, units = s.units, columns = s.columns;
  MARIANA_CHECK(s.sound && call.numParams == 6);
  const bool wantsInput = call.params[5] != 0;
  MARIANA_CHECK(call.numInputs == s.next + 5 + (s.sequences ? 1 : 0) && call.numOutputs == 5 + (wantsInput ? 1 : 0));
  const int64_t state = batch * units;
  MARIANA_CHECK(hasSize(call, s.next, state * time, dtype) && hasSize(call, s.next + 1, batch * time * columns, dtype) &&
                hasSize(call, s.next + 2, state * time, dtype) && hasSize(call, s.next + 3, state, dtype) &&
                hasSize(call, s.next + 4, state, dtype) &&
                (!s.sequences || hasSize(call, s.next + 5, state * time, dtype)));
  const Array *in = call.inputs + s.next, *out = call.outputs;
  MARIANA_CHECK(out[0].size == width * columns && out[1].size == units * columns && out[2].size == columns &&
                out[3].size == state && out[4].size == state && (!wantsInput || out[5].size == batch * time * width));
  const Saved<T> saved{dataOf<T>(in[0]), dataOf<T>(in[1]), dataOf<T>(in[2]), dataOf<T>(in[3]),
                       dataOf<T>(in[4]), s.sequences ? dataOf<T>(in[5]) : nullptr};
  // The recurrent kernel turned over, gate by gate.
  const int64_t panels = packedSize<V>(units, units);
  Scratch<T> turned(4 * panels);
  if (!turned) return Status::outOfMemory;
  for (int64_t g = 0; g < 4; g++) {
    packPanels<V>(units, units, turned.data() + g * panels,
                  [&](int64_t i, int64_t j) { return s.recurrent[j * columns + g * units + i]; });
  }
  const int64_t parts = (batch + rowsTogether - 1) / rowsTogether;
  const int64_t shareSize = (width + units + 1) * columns;
  const int64_t stateSize = rowsTogether * units, dzSize = rowsTogether * time * columns;
  const int64_t packedDz = packedSize<V>(time, columns), packedKernel = packedSize<V>(columns, width);
  Scratch<T> shares(parts * shareSize), packed(packedKernel);
  if (!shares || !packed) return Status::outOfMemory;
  if (wantsInput) packKernelTurned<V>(s, packed.data());
  const int64_t wider = width > units ? width : units;
  const int64_t each = 3 * stateSize + dzSize + packedDz + packedKernel + wider * columns + time * units;
  bool failed[1] = {false};
  parallelEach(parts, [&](int64_t part) {
    Scratch<T> memory(each);
    if (!memory) {
      __atomic_store_n(&failed[0], true, __ATOMIC_RELAXED);
      return;
    }
    const int64_t begin = part * rowsTogether, end = begin + rowsTogether < batch ? begin + rowsTogether : batch;
    const int64_t rows = end - begin;
    T *dh = memory.data(), *dc = dh + stateSize, *made = dc + stateSize, *dz = made + stateSize;
    T *dzPanels = dz + dzSize, *kernel = dzPanels + packedDz, *product = kernel + packedKernel;
    T* previous = product + wider * columns;
    for (int64_t i = 0; i < rows * units; i++) {
      dh[i] = saved.dOutput[begin * units + i], dc[i] = saved.dCell[begin * units + i];
    }
    for (int64_t k = time - 1; k >= 0; k--) {
      const int64_t t = s.stepAt(k);
      for (int64_t r = 0; r < rows; r++) {
        const int64_t row = begin + r;
        T *d = dh + r * units, *z = dz + (r * time + t) * columns;
        if (s.sequences) {
          const T* dy = saved.dOutputs + (row * time + k) * units;
          for (int64_t i = 0; i < units; i++) d[i] += dy[i];
        }
        if (s.counts(row, t)) {
          const T* before = k == 0 ? s.states[1] + row * units : saved.cells + (row * time + s.stepAt(k - 1)) * units;
          stepBack<V>(saved.gates + (row * time + t) * columns, saved.cells + (row * time + t) * units, before, d,
                      dc + r * units, z, units);
          for (int64_t i = 0; i < units; i++) d[i] = 0;
        } else {
          for (int64_t i = 0; i < columns; i++) z[i] = 0;
        }
      }
      // A step that does not count passes its gradient on as it is, and adds nothing to it here.
      for (int64_t g = 0; g < 4; g++) {
        const Matrix<T> a{dz + t * columns + g * units, time * columns, 1};
        if (s.recurrentMasks == nullptr) {
          panelProduct<V, Begin::there>(a, rows, units, turned.data() + g * panels, units, nullptr, dh, units);
          continue;
        }
        panelProduct<V, Begin::zero>(a, rows, units, turned.data() + g * panels, units, nullptr, made, units);
        const T* factors = s.recurrentMask(g, begin);
        for (int64_t i = 0; i < rows * units; i++) dh[i] += made[i] * factors[i];
      }
    }
    T *dKernel = shares.data() + part * shareSize, *dRecurrent = dKernel + width * columns;
    T* dBias = dRecurrent + units * columns;
    for (int64_t i = 0; i < shareSize; i++) dKernel[i] = 0;
    for (int64_t r = 0; r < rows; r++) {
      const int64_t row = begin + r;
      const T* z = dz + r * time * columns;
      previousOutputs<T>(s, saved.y, row, previous);
      packPanels<V>(time, columns, dzPanels, [&](int64_t i, int64_t j) { return z[i * columns + j]; });
      addShare<V>(s, s.x + row * time * width, width, dzPanels, s.inputMasks, row, product, dKernel);
      addShare<V>(s, previous, units, dzPanels, s.recurrentMasks, row, product, dRecurrent);
      for (int64_t t = 0; t < time; t++) {
        for (int64_t j = 0; j < columns; j++) dBias[j] += z[t * columns + j];
      }
      for (int64_t i = 0; i < units; i++) {
        dataOf<T>(out[3])[row * units + i] = dh[r * units + i], dataOf<T>(out[4])[row * units + i] = dc[r * units + i];
      }
      if (!wantsInput) continue;
      if (s.inputMasks != nullptr) maskKernelTurned<V>(s, row, packed.data(), kernel);
      panelProduct<V, Begin::zero>({z, columns, 1}, time, columns, s.inputMasks == nullptr ? packed.data() : kernel,
                                   width, nullptr,
                                   dataOf<T>(out[5]) + row * time * width, width);
    }
  });
  if (failed[0]) return Status::outOfMemory;
  sumShares<T>(s, shares.data(), parts, shareSize, columns, out);
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(lstmGradient) {
  return byFloat(call, [&]<class V>(V) { return backward<V>(call); });
}

}  // namespace mariana::MARIANA_ISA
