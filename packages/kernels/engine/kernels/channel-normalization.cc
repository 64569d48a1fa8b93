// Batch and group normalization. batchNormalization: x, mean, variance, gamma?, beta? to y. batchNormalizationTraining: x, gamma?,
// beta? to y, mean, variance. groupNormalization: the same inputs to y, mean, 1 / √(variance + ε) by example and group.
#include "kernels/channel-normalization.h"

namespace mariana::MARIANA_ISA {
namespace {

// y = (x − mean) · factor + beta, by column.
template <class V>
void shiftAndScale(int64_t size, int64_t wide, const typename V::T* x, const typename V::T* mean,
                   const typename V::T* factor, const typename V::T* beta, typename V::T* y) {
  for (int64_t start = 0; start < size; start += wide) {
    eachVector<V>(size - start < wide ? size - start : wide, [&](int64_t at, int count) {
      V v = (loadSome<V>(x + start + at, count) - loadSome<V>(mean + at, count)) * loadSome<V>(factor + at, count);
      if (beta != nullptr) v = v + loadSome<V>(beta + at, count);
      storeSome(v, y + start + at, count);
    });
  }
}

// Means of a block's columns, and the sums of squared distances from them, by channel.
template <class V>
void spreadOfBlock(const ChannelRows& s, int64_t block, const typename V::T* x, typename V::T* columns, double* means,
                   double* squares) {
  using T = typename V::T;
  const double count = static_cast<double>(s.rowsOf(block));
  const int64_t size = s.rowsOf(block) * s.channels;
  T *sums = columns, *others = columns + s.wide, *middles = columns + 2 * s.wide;
  columnSums<V>(size, s.wide, sums, others, [&](int64_t place, int64_t, int n, auto& a, auto&) MARIANA_INLINE_BODY {
    a.add(loadSome<V>(x + place, n));
  });
  for (int64_t c = 0; c < s.channels; c++) middles[c] = static_cast<T>(overFolds(sums, s, c) / count);
  repeat(middles, s);
  columnSums<V>(size, s.wide, sums, others, [&](int64_t place, int64_t column, int n, auto& a, auto& b) MARIANA_INLINE_BODY {
    const V away = loadSome<V>(x + place, n) - loadSome<V>(middles + column, n);
    a.add(away);
    b.addProduct(away, away);
  });
  // What rounding the first mean left over makes both exact.
  for (int64_t c = 0; c < s.channels; c++) {
    const double rest = overFolds(sums, s, c) / count;
    means[c] = static_cast<double>(middles[c]) + rest;
    squares[c] = overFolds(others, s, c) - rest * rest * count;
  }
}

template <class V>
Status forward(Call& call, const Normalization& s) {
  using T = typename V::T;
  const ChannelRows& rows = s.rows;
  MARIANA_CHECK(call.numInputs == 1 + s.scale + s.center && call.numOutputs == 3);
  for (int i = 1; i < call.numInputs; i++) MARIANA_CHECK(call.inputs[i].size == rows.channels);
  MARIANA_CHECK(call.outputs[0].size == call.inputs[0].size);
  for (int i = 1; i < 3; i++) MARIANA_CHECK(call.outputs[i].size == statisticsOf(s));
  const T* x = dataOf<T>(call.inputs[0]);
  const T* gamma = s.scale ? dataOf<T>(call.inputs[1]) : nullptr;
  const T* beta = s.center ? dataOf<T>(call.inputs[1 + s.scale]) : nullptr;
  T *y = dataOf<T>(call.outputs[0]), *means = dataOf<T>(call.outputs[1]), *others = dataOf<T>(call.outputs[2]);
  const int64_t parts = rows.examples * rows.blocks;
  Scratch<double> spreads(parts * 2 * rows.channels + 1);
  Scratch<T> columns(parts * 3 * rows.wide + rows.examples * 3 * rows.wide + 1);
  if (!spreads || !columns) return Status::outOfMemory;
  T* const ofExamples = columns.data() + parts * 3 * rows.wide;
  const auto measure = [&](int64_t example, int64_t block) {
    const int64_t part = example * rows.blocks + block;
    double* to = spreads.data() + part * 2 * rows.channels;
    spreadOfBlock<V>(rows, block, x + rows.start(example, block), columns.data() + part * 3 * rows.wide, to, to + rows.channels);
  };
  const auto combine = [&](int64_t example) {
    T *mean = ofExamples + example * 3 * rows.wide, *factor = mean + rows.wide, *offset = factor + rows.wide;
    for (int64_t group = 0; group < s.groups; group++) {
      const int64_t first = group * s.channelsOfGroup, end = first + s.channelsOfGroup;
      Spread spread;
      for (int64_t block = 0; block < rows.blocks; block++) {
        const double* from = spreads.data() + (example * rows.blocks + block) * 2 * rows.channels;
        const double count = static_cast<double>(rows.rowsOf(block));
        // The channels of a block are equally long: their means' mean first.
        double middle = 0, squares = 0;
        for (int64_t c = first; c < end; c++) middle += from[c];
        middle /= static_cast<double>(s.channelsOfGroup);
        for (int64_t c = first; c < end; c++) {
          const double away = from[c] - middle;
          squares += from[rows.channels + c] + count * away * away;
        }
        spread.join(count * static_cast<double>(s.channelsOfGroup), middle, squares);
      }
      const double variance = spread.squares / spread.count;  // of nothing: NaN, as is the mean
      const T middle = static_cast<T>(spread.count == 0 ? variance : spread.mean);
      const T inverse = inverseRoot<V>(static_cast<T>(variance) + static_cast<T>(s.epsilon));
      means[example * s.groups + group] = middle;
      others[example * s.groups + group] = s.grouped ? inverse : static_cast<T>(variance);
      for (int64_t c = first; c < end && rows.wide > 0; c++) {
        mean[c] = middle;
        factor[c] = gamma == nullptr ? inverse : inverse * gamma[c];
        if (beta != nullptr) offset[c] = beta[c];
      }
    }
    repeat(mean, rows);
    repeat(factor, rows);
    if (beta != nullptr) repeat(offset, rows);
  };
  const auto apply = [&](int64_t example, int64_t block) {
    const T *mean = ofExamples + example * 3 * rows.wide, *offset = beta == nullptr ? nullptr : mean + 2 * rows.wide;
    const int64_t start = rows.start(example, block);
    shiftAndScale<V>(rows.rowsOf(block) * rows.channels, rows.wide, x + start, mean, mean + rows.wide, offset, y + start);
  };
  rows.eachExample(measure, combine, apply);
  return Status::ok;
}

template <class V>
Status withGiven(Call& call, const Normalization& s) {
  using T = typename V::T;
  const ChannelRows& rows = s.rows;
  MARIANA_CHECK(call.numInputs == 3 + s.scale + s.center && call.numOutputs == 1);
  for (int i = 1; i < call.numInputs; i++) MARIANA_CHECK(call.inputs[i].size == rows.channels);
  MARIANA_CHECK(call.outputs[0].size == call.inputs[0].size);
  if (call.inputs[0].size == 0) return Status::ok;
  const T *x = dataOf<T>(call.inputs[0]), *means = dataOf<T>(call.inputs[1]), *variances = dataOf<T>(call.inputs[2]);
  const T* gamma = s.scale ? dataOf<T>(call.inputs[3]) : nullptr;
  const T* beta = s.center ? dataOf<T>(call.inputs[3 + s.scale]) : nullptr;
  T* y = dataOf<T>(call.outputs[0]);
  Scratch<T> columns(3 * rows.wide);
  if (!columns) return Status::outOfMemory;
  T *mean = columns.data(), *factor = mean + rows.wide, *offset = beta == nullptr ? nullptr : factor + rows.wide;
  for (int64_t c = 0; c < rows.channels; c++) {
    const T inverse = inverseRoot<V>(variances[c] + static_cast<T>(s.epsilon));
    mean[c] = means[c];
    factor[c] = gamma == nullptr ? inverse : inverse * gamma[c];
    if (beta != nullptr) offset[c] = beta[c];
  }
  repeat(mean, rows);
  repeat(factor, rows);
  if (beta != nullptr) repeat(offset, rows);
  parallelEach(rows.blocks, [&](int64_t block) {
    const int64_t start = rows.start(0, block);
    shiftAndScale<V>(rows.rowsOf(block) * rows.channels, rows.wide, x + start, mean, factor, offset, y + start);
  });
  return Status::ok;
}

Status training(Call& call, bool grouped) {
  const Normalization s = normalizationOf(call, grouped);
  MARIANA_CHECK(s.sound);
  if (call.inputs[0].dtype == DType::float32) return forward<F32>(call, s);
  return call.inputs[0].dtype == DType::float64 ? forward<F64>(call, s) : Status::unsupported;
}

}  // namespace

MARIANA_KERNEL(batchNormalizationTraining) { return training(call, false); }
MARIANA_KERNEL(groupNormalization) { return training(call, true); }

MARIANA_KERNEL(batchNormalization) {
  const Normalization s = normalizationOf(call, false);
  MARIANA_CHECK(s.sound);
  if (call.inputs[0].dtype == DType::float32) return withGiven<F32>(call, s);
  return call.inputs[0].dtype == DType::float64 ? withGiven<F64>(call, s) : Status::unsupported;
}

}  // namespace mariana::MARIANA_ISA
