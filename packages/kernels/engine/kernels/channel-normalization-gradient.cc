// Gradients of batch and group normalization: x, its two statistics (mean and variance; of groups mean and 1 / √(variance + ε)),
// dy, gamma? to dx, dgamma?, dbeta?.
#include "kernels/channel-normalization.h"

namespace mariana::MARIANA_ISA {
namespace {

// With x̂ = (x − mean) · inverse and means over a group: dx = (g − mean g − x̂ · mean(g ⊙ x̂)) · inverse, g = dy ⊙ gamma.
template <class V>
Status backward(Call& call, const Normalization& s) {
  using T = typename V::T;
  const ChannelRows& rows = s.rows;
  MARIANA_CHECK(call.numInputs == 4 + s.scale && call.numOutputs == 1 + s.scale + s.center);
  for (int i = 1; i < 3; i++) MARIANA_CHECK(call.inputs[i].size == statisticsOf(s));
  MARIANA_CHECK(call.inputs[3].size == call.inputs[0].size && call.outputs[0].size == call.inputs[0].size);
  if (s.scale) MARIANA_CHECK(call.inputs[4].size == rows.channels);
  for (int i = 1; i < call.numOutputs; i++) MARIANA_CHECK(call.outputs[i].size == rows.channels);
  const T *x = dataOf<T>(call.inputs[0]), *means = dataOf<T>(call.inputs[1]), *others = dataOf<T>(call.inputs[2]);
  const T *dy = dataOf<T>(call.inputs[3]), *gamma = s.scale ? dataOf<T>(call.inputs[4]) : nullptr;
  T* dx = dataOf<T>(call.outputs[0]);
  const int64_t parts = rows.examples * rows.blocks, channels = rows.channels;
  // Of each example: Σ dy ⊙ x̂ and Σ dy by channel.
  Scratch<double> totals(rows.examples * 2 * channels + 1);
  Scratch<T> columns(parts * 2 * rows.wide + rows.examples * 5 * rows.wide + 1);
  if (!totals || !columns) return Status::outOfMemory;
  T* const ofExamples = columns.data() + parts * 2 * rows.wide;
  const auto statistics = [&](int64_t example) {
    T *mean = ofExamples + example * 5 * rows.wide, *inverse = mean + rows.wide;
    for (int64_t c = 0; c < channels; c++) {
      const int64_t at = example * s.groups + c / s.channelsOfGroup;
      mean[c] = means[at];
      inverse[c] = s.grouped ? others[at] : inverseRoot<V>(others[at] + static_cast<T>(s.epsilon));
    }
    repeat(mean, rows);
    repeat(inverse, rows);
  };
  const auto add = [&](int64_t example, int64_t block) {
    const T *mean = ofExamples + example * 5 * rows.wide, *inverse = mean + rows.wide;
    T* alongs = columns.data() + (example * rows.blocks + block) * 2 * rows.wide;
    const int64_t start = rows.start(example, block);
    const auto term = [&](int64_t place, int64_t column, int n, auto& a, auto& b) MARIANA_INLINE_BODY {
      const V d = loadSome<V>(dy + start + place, n);
      const V away = loadSome<V>(x + start + place, n) - loadSome<V>(mean + column, n);
      a.addProduct(d, away * loadSome<V>(inverse + column, n));
      b.add(d);
    };
    columnSums<V>(rows.rowsOf(block) * channels, rows.wide, alongs, alongs + rows.wide, term);
  };
  const auto combine = [&](int64_t example) {
    T *inverse = ofExamples + example * 5 * rows.wide + rows.wide, *weights = inverse + rows.wide;
    T *shift = weights + rows.wide, *slope = shift + rows.wide;
    double *along = totals.data() + example * 2 * channels, *plain = along + channels;
    for (int64_t c = 0; c < channels; c++) {
      along[c] = plain[c] = 0;
      for (int64_t block = 0; block < rows.blocks; block++) {
        const T* from = columns.data() + (example * rows.blocks + block) * 2 * rows.wide;
        along[c] += overFolds(from, rows, c);
        plain[c] += overFolds(from + rows.wide, rows, c);
      }
    }
    const double count = static_cast<double>(rows.rows * s.channelsOfGroup);
    for (int64_t group = 0; group < s.groups; group++) {
      const int64_t first = group * s.channelsOfGroup, end = first + s.channelsOfGroup;
      double alongs = 0, plains = 0;
      for (int64_t c = first; c < end; c++) {
        const double weight = gamma == nullptr ? 1 : static_cast<double>(gamma[c]);
        alongs += weight * along[c];
        plains += weight * plain[c];
      }
      for (int64_t c = first; c < end && rows.wide > 0; c++) {
        weights[c] = gamma == nullptr ? T{1} : gamma[c];
        shift[c] = static_cast<T>(plains / count);
        slope[c] = static_cast<T>(alongs / count) * inverse[c];
      }
    }
    repeat(weights, rows);
    repeat(shift, rows);
    repeat(slope, rows);
  };
  const auto apply = [&](int64_t example, int64_t block) {
    const T *mean = ofExamples + example * 5 * rows.wide, *inverse = mean + rows.wide, *weights = inverse + rows.wide;
    const T *shift = weights + rows.wide, *slope = shift + rows.wide;
    const int64_t begin = rows.start(example, block), end = begin + rows.rowsOf(block) * channels;
    for (int64_t start = begin; start < end; start += rows.wide) {
      eachVector<V>(end - start < rows.wide ? end - start : rows.wide, [&](int64_t at, int n) {
        const V away = loadSome<V>(x + start + at, n) - loadSome<V>(mean + at, n);
        // g − mean g by itself, each rounded: of a single row it is 0.
        const V g = loadSome<V>(dy + start + at, n) * loadSome<V>(weights + at, n);
        const V rest = (g - loadSome<V>(shift + at, n)) - away * loadSome<V>(slope + at, n);
        storeSome(rest * loadSome<V>(inverse + at, n), dx + start + at, n);
      });
    }
  };
  if (rows.wide > 0) {
    parallelFor(rows.examples, 16384 / (channels + 1) + 1, [&](int64_t first, int64_t last) {
      for (int64_t example = first; example < last; example++) statistics(example);
    });
  }
  rows.eachExample(add, combine, apply);
  for (int output = 1; output < call.numOutputs; output++) {
    T* to = dataOf<T>(call.outputs[output]);
    const int64_t from = s.scale && output == 1 ? 0 : channels;
    parallelFor(channels, 8192 / (rows.examples + 1) + 1, [&](int64_t first, int64_t last) {
      for (int64_t c = first; c < last; c++) {
        double total = 0;
        for (int64_t example = 0; example < rows.examples; example++) total += totals[example * 2 * channels + from + c];
        to[c] = static_cast<T>(total);
      }
    });
  }
  return Status::ok;
}

Status gradient(Call& call, bool grouped) {
  const Normalization s = normalizationOf(call, grouped);
  MARIANA_CHECK(s.sound);
  if (call.inputs[0].dtype == DType::float32) return backward<F32>(call, s);
  return call.inputs[0].dtype == DType::float64 ? backward<F64>(call, s) : Status::unsupported;
}

}  // namespace

MARIANA_KERNEL(batchNormalizationGradient) { return gradient(call, false); }
MARIANA_KERNEL(groupNormalizationGradient) { return gradient(call, true); }

}  // namespace mariana::MARIANA_ISA
