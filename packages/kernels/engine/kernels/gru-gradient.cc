// The gradient of a gated recurrent unit: as that of lstm. Parameters: those of every sequence, resetAfter, inputGradient.
#include "sequence-gradient.h"

namespace mariana::MARIANA_ISA {
namespace {

// share[:, gate] += xᵀ · dz of one gate and one row of the batch, times the gate's mask. dz is `columns` wide, at its gate.
template <class V>
MARIANA_INLINE void addGate(const Sequence<typename V::T>& s, Matrix<typename V::T> x, int64_t width,
                            const typename V::T* dz, const typename V::T* mask, typename V::T* panels,
                            typename V::T* made, typename V::T* share) {
  packPanels<V>(s.time, s.units, panels, [&](int64_t i, int64_t j) { return dz[i * s.columns + j]; });
  panelProduct<V, Begin::zero>(x, width, s.time, panels, s.units, nullptr, made, s.units);
  for (int64_t i = 0; i < width; i++) {
    for (int64_t j = 0; j < s.units; j++) {
      share[i * s.columns + j] += mask == nullptr ? made[i * s.units + j] : mask[i] * made[i * s.units + j];
    }
  }
}

template <class V>
Status backward(Call& call) {
  using T = typename V::T;
  const DType dtype = call.inputs[0].dtype;
  MARIANA_CHECK(call.numParams == 7);
  const bool after = call.params[5] != 0, wantsInput = call.params[6] != 0;
  const Sequence<T> s = readSequence<T>(call, 3, 1, dtype, after ? 2 : 1);
  const int64_t batch = s.batch, time = s.time, width = s.width, units = s.units, columns = s.columns;
  const int64_t state = batch * units;
  MARIANA_CHECK(s.sound && call.numInputs == s.next + 3 + (s.sequences ? 1 : 0) && call.numOutputs == 4 + (wantsInput ? 1 : 0));
  MARIANA_CHECK(hasSize(call, s.next, state * time, dtype) && hasSize(call, s.next + 1, state * time * 4, dtype) &&
                hasSize(call, s.next + 2, state, dtype) && (!s.sequences || hasSize(call, s.next + 3, state * time, dtype)));
  const Array *in = call.inputs + s.next, *out = call.outputs;
  MARIANA_CHECK(out[0].size == width * columns && out[1].size == units * columns &&
                out[2].size == (after ? 2 : 1) * columns && out[3].size == state &&
                (!wantsInput || out[4].size == batch * time * width));
  const T *y = dataOf<T>(in[0]), *saved = dataOf<T>(in[1]), *dOutput = dataOf<T>(in[2]);
  const T* dOutputs = s.sequences ? dataOf<T>(in[3]) : nullptr;
  const int64_t panels = packedSize<V>(units, units);
  Scratch<T> turned(3 * panels);
  if (!turned) return Status::outOfMemory;
  for (int64_t g = 0; g < 3; g++) {
    packPanels<V>(units, units, turned.data() + g * panels,
                  [&](int64_t i, int64_t j) { return s.recurrent[j * columns + g * units + i]; });
  }
  const int64_t parts = (batch + rowsTogether - 1) / rowsTogether;
  const int64_t shareSize = (width + units + 2) * columns, stateSize = rowsTogether * units;
  const int64_t dzSize = rowsTogether * time * columns, packedDz = packedSize<V>(time, units);
  const int64_t packedKernel = packedSize<V>(columns, width), wider = width > units ? width : units;
  const int64_t each = 2 * stateSize + 2 * dzSize + packedDz + packedKernel + wider * units + time * units;
  Scratch<T> shares(parts * shareSize), memory(parts * each), packed(packedKernel);
  if (!shares || !memory || !packed) return Status::outOfMemory;
  if (wantsInput) packKernelTurned<V>(s, packed.data());
  parallelEach(parts, [&](int64_t part) {
    const int64_t begin = part * rowsTogether, end = begin + rowsTogether < batch ? begin + rowsTogether : batch;
    const int64_t rows = end - begin, count = rows * units;
    // dz: of the products of the input; dr: of those of the state.
    T *dh = memory.data() + part * each, *made = dh + stateSize, *dz = made + stateSize, *dr = dz + dzSize;
    T *dzPanels = dr + dzSize, *kernel = dzPanels + packedDz, *previous = kernel + packedKernel;
    T* product = previous + time * units;
    for (int64_t i = 0; i < count; i++) dh[i] = dOutput[begin * units + i];
    for (int64_t k = time - 1; k >= 0; k--) {
      const int64_t t = s.stepAt(k);
      const auto multiply = [&](int64_t g) {
        panelProduct<V, Begin::zero>({dr + t * columns + g * units, time * columns, 1}, rows, units,
                                     turned.data() + g * panels, units, nullptr, made, units);
      };
      const auto factor = [&](int64_t g, int64_t i) {
        return s.recurrentMasks == nullptr ? T{1} : s.recurrentMask(g, begin)[i];
      };
      const auto beforeOf = [&](int64_t row) { return k == 0 ? s.states[0] + row * units : y + (row * time + k - 1) * units; };
      for (int64_t r = 0; r < rows; r++) {
        const int64_t row = begin + r, at = (r * time + t) * columns;
        const T *p = saved + (row * time + t) * 4 * units, *before = beforeOf(row);
        const bool counts = s.counts(row, t);
        for (int64_t i = 0; i < units; i++) {
          T& d = dh[r * units + i];
          if (dOutputs != nullptr) d += dOutputs[(row * time + k) * units + i];
          const T z = p[i], reset = p[units + i], candidate = p[2 * units + i], inner = p[3 * units + i];
          const T dCandidate = counts ? d * (1 - z) * (1 - candidate * candidate) : 0;
          dz[at + i] = dr[at + i] = counts ? d * (before[i] - candidate) * z * (1 - z) : 0;
          dz[at + 2 * units + i] = dCandidate;
          dr[at + 2 * units + i] = after ? dCandidate * reset : dCandidate;
          dz[at + units + i] = dr[at + units + i] = after ? dCandidate * inner * reset * (1 - reset) : 0;
          if (counts) d *= z;
        }
      }
      multiply(2);
      for (int64_t r = 0; r < rows; r++) {
        const int64_t row = begin + r, at = (r * time + t) * columns + units;
        const T *p = saved + (row * time + t) * 4 * units, *before = beforeOf(row);
        for (int64_t i = 0; i < units; i++) {
          const int64_t j = r * units + i;
          const T reset = p[units + i], seen = factor(2, j);
          dh[j] += made[j] * seen * (after ? 1 : reset);
          if (!after) dz[at + i] = dr[at + i] = made[j] * before[i] * seen * reset * (1 - reset);
        }
      }
      for (int64_t g = 0; g < 2; g++) {
        multiply(g);
        for (int64_t i = 0; i < count; i++) dh[i] += made[i] * factor(g, i);
      }
    }
    T *dKernel = shares.data() + part * shareSize, *dRecurrent = dKernel + width * columns;
    T* dBias = dRecurrent + units * columns;
    for (int64_t i = 0; i < shareSize; i++) dKernel[i] = 0;
    for (int64_t i = 0; i < count; i++) dataOf<T>(out[3])[begin * units + i] = dh[i];
    for (int64_t r = 0; r < rows; r++) {
      const int64_t row = begin + r;
      const T *z = dz + r * time * columns, *d = dr + r * time * columns;
      previousOutputs<T>(s, y, row, previous);
      for (int64_t g = 0; g < 3; g++) {
        addGate<V>(s, {s.x + row * time * width, 1, width}, width, z + g * units,
                   s.inputMasks == nullptr ? nullptr : s.inputMask(g, row), dzPanels, product, dKernel + g * units);
        const bool own = !after && g == 2;  // the reset state, whose mask is in it already
        const Matrix<T> state{own ? saved + row * time * 4 * units + 3 * units : previous, 1, own ? 4 * units : units};
        addGate<V>(s, state, units, d + g * units, own || s.recurrentMasks == nullptr ? nullptr : s.recurrentMask(g, row),
                   dzPanels, product, dRecurrent + g * units);
      }
      for (int64_t t = 0; t < time; t++) {
        for (int64_t j = 0; j < columns; j++) dBias[j] += z[t * columns + j], dBias[columns + j] += d[t * columns + j];
      }
      if (!wantsInput) continue;
      if (s.inputMasks != nullptr) maskKernelTurned<V>(s, row, packed.data(), kernel);
      panelProduct<V, Begin::zero>({z, columns, 1}, time, columns, s.inputMasks == nullptr ? packed.data() : kernel,
                                   width, nullptr,
                                   dataOf<T>(out[4]) + row * time * width, width);
    }
  });
  sumShares<T>(s, shares.data(), parts, shareSize, (after ? 2 : 1) * columns, out);
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(gruGradient) {
  return byFloat(call, [&]<class V>(V) { return backward<V>(call); });
}

}  // namespace mariana::MARIANA_ISA
