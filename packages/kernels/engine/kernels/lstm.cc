// A long short-term memory over a sequence. Rows of the batch do not depend on each other: a few of them go through all
// steps together on one thread, and threads never wait for each other.
#include "gates.h"
#include "sequence.h"

namespace mariana::MARIANA_ISA {
namespace {

template <class V>
Status forward(Call& call) {
  using T = typename V::T;
  const DType dtype = call.inputs[0].dtype;
  const Sequence<T> s = readSequence<T>(call, 4, 2, dtype);
  const int64_t batch = s.batch, time = s.time, units = s.units, columns = s.columns;
  MARIANA_CHECK(s.sound && s.next == call.numInputs && call.numOutputs == 5);
  const Array* out = call.outputs;
  MARIANA_CHECK(out[0].size == batch * units && out[1].size == batch * units && out[2].size == batch * time * units &&
                out[3].size == batch * time * columns && out[4].size == batch * time * units);
  T *y = dataOf<T>(out[2]), *gates = dataOf<T>(out[3]), *cells = dataOf<T>(out[4]);
  const int64_t panels = packedSize<V>(units, units);
  Scratch<T> recurrent(4 * panels);
  if (!recurrent) return Status::outOfMemory;
  for (int64_t g = 0; g < 4; g++) {
    packPanels<V>(units, units, recurrent.data() + g * panels,
                  [&](int64_t i, int64_t j) { return s.recurrent[i * columns + g * units + j]; });
  }
  const int64_t kernelSize = packedSize<V>(s.width, columns), stateSize = rowsTogether * units;
  const int64_t parts = (batch + rowsTogether - 1) / rowsTogether;
  const int64_t each = kernelSize + 3 * stateSize;
  Scratch<T> memory(parts * each), packed(kernelSize);
  if (!packed || !memory) return Status::outOfMemory;
  packKernel<V>(s, packed.data());
  parallelEach(parts, [&](int64_t part) {
    const int64_t begin = part * rowsTogether, end = begin + rowsTogether < batch ? begin + rowsTogether : batch;
    T* kernel = memory.data() + part * each;
    T *h = kernel + kernelSize, *c = h + stateSize, *seen = c + stateSize;
    projectRows<V>(s, begin, end, packed.data(), kernel, gates);
    for (int64_t i = 0; i < (end - begin) * units; i++) {
      h[i] = s.states[0][begin * units + i], c[i] = s.states[1][begin * units + i];
    }
    for (int64_t k = 0; k < time; k++) {
      const int64_t t = s.stepAt(k);
      T* z = gates + (begin * time + t) * columns;  // rows are time · columns apart
      for (int64_t g = 0; g < 4; g++) {
        const T* state = h;
        if (s.recurrentMasks != nullptr) {
          const T* factors = s.recurrentMask(g, begin);
          for (int64_t i = 0; i < (end - begin) * units; i++) seen[i] = h[i] * factors[i];
          state = seen;
        }
        panelProduct<V, Begin::there>({state, units, 1}, end - begin, units, recurrent.data() + g * panels, units, nullptr,
                                      z + g * units, time * columns);
      }
      for (int64_t row = begin; row < end; row++, z += time * columns) {
        T *hr = h + (row - begin) * units, *cr = c + (row - begin) * units;
        const bool counts = s.counts(row, t);
        eachVector<V>(units, [&](int64_t at, int count) {
          const V i = gateSigmoid(loadSome<V>(z + at, count)), f = gateSigmoid(loadSome<V>(z + units + at, count));
          const V g = gateTanh(loadSome<V>(z + 2 * units + at, count)), o = gateSigmoid(loadSome<V>(z + 3 * units + at, count));
          storeSome(i, z + at, count), storeSome(f, z + units + at, count);
          storeSome(g, z + 2 * units + at, count), storeSome(o, z + 3 * units + at, count);
          V cell = loadSome<V>(cr + at, count), output = loadSome<V>(hr + at, count);
          if (counts) {
            cell = fma(f, cell, i * g);
            output = o * gateTanh(cell);
            storeSome(cell, cr + at, count), storeSome(output, hr + at, count);
          }
          storeSome(output, y + (row * time + k) * units + at, count);
          storeSome(cell, cells + (row * time + t) * units + at, count);
        });
      }
    }
    for (int64_t i = 0; i < (end - begin) * units; i++) {
      dataOf<T>(out[0])[begin * units + i] = h[i], dataOf<T>(out[1])[begin * units + i] = c[i];
    }
  });
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(lstm) {
  return byFloat(call, [&]<class V>(V) { return forward<V>(call); });
}

}  // namespace mariana::MARIANA_ISA
