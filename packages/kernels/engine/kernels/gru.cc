// A gated recurrent unit over a sequence. Rows of the batch go through all steps together on one thread, a few at a time.
// Parameters: those of every sequence, and resetAfter.
#include "gates.h"
#include "sequence.h"

namespace mariana::MARIANA_ISA {
namespace {

template <class V>
Status forward(Call& call) {
  using T = typename V::T;
  const DType dtype = call.inputs[0].dtype;
  MARIANA_CHECK(call.numParams == 6);
  const bool after = call.params[5] != 0;
  const Sequence<T> s = readSequence<T>(call, 3, 1, dtype, after ? 2 : 1);
  const int64_t batch = s.batch, time = s.time, units = s.units, columns = s.columns;
  MARIANA_CHECK(s.sound && s.next == call.numInputs && call.numOutputs == 3);
  const Array* out = call.outputs;
  MARIANA_CHECK(out[0].size == batch * units && out[1].size == batch * time * units &&
                out[2].size == batch * time * 4 * units);
  T *y = dataOf<T>(out[1]), *saved = dataOf<T>(out[2]);
  const int64_t panels = packedSize<V>(units, units);
  Scratch<T> recurrent(3 * panels), products(batch * time * columns);
  if (!recurrent || !products) return Status::outOfMemory;
  for (int64_t g = 0; g < 3; g++) {
    packPanels<V>(units, units, recurrent.data() + g * panels,
                  [&](int64_t i, int64_t j) { return s.recurrent[i * columns + g * units + j]; });
  }
  const int64_t kernelSize = packedSize<V>(s.width, columns), stateSize = rowsTogether * units;
  const int64_t parts = (batch + rowsTogether - 1) / rowsTogether, each = kernelSize + 5 * stateSize;
  Scratch<T> memory(parts * each), packed(kernelSize);
  if (!packed || !memory) return Status::outOfMemory;
  packKernel<V>(s, packed.data());
  parallelEach(parts, [&](int64_t part) {
    const int64_t begin = part * rowsTogether, end = begin + rowsTogether < batch ? begin + rowsTogether : batch;
    const int64_t rows = end - begin, count = rows * units;
    T* kernel = memory.data() + part * each;
    T *h = kernel + kernelSize, *seen = h + stateSize, *made = seen + stateSize;  // made: [3, rows, units]
    projectRows<V>(s, begin, end, packed.data(), kernel, products.data());
    for (int64_t i = 0; i < count; i++) h[i] = s.states[0][begin * units + i];
    const auto see = [&](int64_t g) {
      const T* factors = s.recurrentMasks == nullptr ? nullptr : s.recurrentMask(g, begin);
      for (int64_t i = 0; i < count; i++) seen[i] = factors == nullptr ? h[i] : h[i] * factors[i];
    };
    const auto multiply = [&](int64_t g) {
      const T* panel = recurrent.data() + g * panels;
      T* to = made + g * stateSize;
      if (after) panelProduct<V, Begin::bias>({seen, units, 1}, rows, units, panel, units, s.bias + columns + g * units, to, units);
      else panelProduct<V, Begin::zero>({seen, units, 1}, rows, units, panel, units, nullptr, to, units);
    };
    for (int64_t k = 0; k < time; k++) {
      const int64_t t = s.stepAt(k);
      for (int64_t g = 0; g < (after ? 3 : 2); g++) see(g), multiply(g);
      if (!after) see(2);
      for (int64_t r = 0; r < rows; r++) {
        const T* x = products.data() + ((begin + r) * time + t) * columns;
        T* p = saved + ((begin + r) * time + t) * 4 * units;
        eachVector<V>(units, [&](int64_t at, int n) {
          const int64_t i = r * units + at;
          const V reset = gateSigmoid(loadSome<V>(x + units + at, n) + loadSome<V>(made + stateSize + i, n));
          storeSome(gateSigmoid(loadSome<V>(x + at, n) + loadSome<V>(made + i, n)), p + at, n);
          storeSome(reset, p + units + at, n);
          const V inner = after ? loadSome<V>(made + 2 * stateSize + i, n) : reset * loadSome<V>(seen + i, n);
          storeSome(inner, p + 3 * units + at, n);
          if (!after) storeSome(inner, seen + i, n);
        });
      }
      if (!after) multiply(2);
      for (int64_t r = 0; r < rows; r++) {
        const int64_t row = begin + r;
        const T* x = products.data() + (row * time + t) * columns + 2 * units;
        T *p = saved + (row * time + t) * 4 * units, *state = h + r * units;
        const bool counts = s.counts(row, t);
        eachVector<V>(units, [&](int64_t at, int n) {
          const V product = loadSome<V>(made + 2 * stateSize + r * units + at, n);
          const V candidate =
              gateTanh(loadSome<V>(x + at, n) + (after ? loadSome<V>(p + units + at, n) * product : product));
          storeSome(candidate, p + 2 * units + at, n);
          V output = loadSome<V>(state + at, n);
          if (counts) output = fma(loadSome<V>(p + at, n), output - candidate, candidate);
          storeSome(output, state + at, n), storeSome(output, y + (row * time + k) * units + at, n);
        });
      }
    }
    for (int64_t i = 0; i < count; i++) dataOf<T>(out[0])[begin * units + i] = h[i];
  });
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(gru) {
  return byFloat(call, [&]<class V>(V) { return forward<V>(call); });
}

}  // namespace mariana::MARIANA_ISA
