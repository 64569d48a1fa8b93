// Attention by tiles: the matrix of scores is never held. Parameters: scale, causal, offset, window (−1: none), masked.
// Inputs: q, k, v, mask?; outputs: y, log Σ e^score. Of the gradient: q, k, v, y, log Σ e^score, dy, mask?; outputs: dq, dk, dv.
//
// Tiles of queries meet tiles of keys in order; a running maximum and sum turn scores into weights (Dao et al., 2022).
#include "exp-below.h"
#include "rows.h"
#include "small-product.h"

namespace mariana::MARIANA_ISA {
namespace {

constexpr int64_t tile = 64;
constexpr double infinite = __builtin_huge_val();

struct Setting {
  int64_t batch, heads, kvHeads, time, source, dim, valueDim;
  double scale;
  bool causal, windowed;
  int64_t offset, window;
  const Array* mask;
  int64_t maskSteps[4];
  bool sound = false;
};

Setting settingOf(const Call& call, int tensors) {
  Setting s;
  s.sound = false;
  if (call.numParams != 5 || call.numInputs != tensors + (call.params[4] != 0)) return s;
  const Array &q = call.inputs[0], &k = call.inputs[1], &v = call.inputs[2];
  if (q.rank != 4 || k.rank != 4 || v.rank != 4) return s;
  s.batch = q.shape[0], s.heads = q.shape[1], s.time = q.shape[2], s.dim = q.shape[3];
  s.kvHeads = k.shape[1], s.source = k.shape[2], s.valueDim = v.shape[3];
  if (s.kvHeads < 1 || s.heads % s.kvHeads != 0 || k.shape[0] != s.batch || k.shape[3] != s.dim) return s;
  if (v.shape[0] != s.batch || v.shape[1] != s.kvHeads || v.shape[2] != s.source) return s;
  s.scale = call.params[0];
  s.causal = call.params[1] != 0;
  s.offset = integerParam(call, 2);
  s.window = integerParam(call, 3);
  s.windowed = s.window >= 0;
  if (s.offset == notAnInteger || s.window == notAnInteger) return s;
  const int64_t limit = int64_t{1} << 52;
  if (s.offset > limit || s.offset < -limit || s.window > limit) return s;
  s.mask = call.params[4] != 0 ? &call.inputs[tensors] : nullptr;
  if (s.mask != nullptr) {
    const int64_t full[4] = {s.batch, s.heads, s.time, s.source};
    if (s.mask->rank != 4 || (s.mask->dtype != DType::boolean && s.mask->dtype != q.dtype)) return s;
    int64_t step = 1;
    for (int i = 3; i >= 0; i--) {
      if (s.mask->shape[i] != full[i] && s.mask->shape[i] != 1) return s;
      s.maskSteps[i] = s.mask->shape[i] == 1 ? 0 : step;
      step *= s.mask->shape[i];
    }
  }
  for (int i = 0; i < tensors; i++) {
    if (call.inputs[i].dtype != q.dtype) return s;
  }
  for (int i = 0; i < call.numOutputs; i++) {
    if (call.outputs[i].dtype != q.dtype) return s;
  }
  s.sound = true;
  return s;
}

// The keys that count for query i by their places: from `first` up to `end`.
struct Range {
  int64_t first, end;
};
MARIANA_INLINE Range keysOf(const Setting& s, int64_t i) {
  Range range{0, s.source};
  const int64_t place = i + s.offset;
  if (s.causal && place + 1 < range.end) range.end = place + 1;
  if (s.windowed) {
    if (place - s.window + 1 > range.first) range.first = place - s.window + 1;
    if (place + s.window < range.end) range.end = place + s.window;
  }
  return range;
}

MARIANA_INLINE bool anyKey(const Setting& s, int64_t i, int64_t rows, int64_t j, int64_t columns) {
  // Both ends move upwards with the query: the last one has the highest, the first one the lowest.
  return keysOf(s, i + rows - 1).end > j && keysOf(s, i).first < j + columns;
}

// Rows [rows, columns] turned into [columns, rows].
template <class T>
MARIANA_INLINE void turn(const T* MARIANA_RESTRICT from, T* MARIANA_RESTRICT to, int64_t rows, int64_t columns) {
  int64_t r = 0;
  for (; r + 4 <= rows; r += 4, from += 4 * columns) {
    for (int64_t c = 0; c < columns; c++) {
      T* cell = to + c * tile + r;
      cell[0] = from[c], cell[1] = from[columns + c], cell[2] = from[2 * columns + c], cell[3] = from[3 * columns + c];
    }
  }
  for (; r < rows; r++, from += columns) {
    for (int64_t c = 0; c < columns; c++) to[c * tile + r] = from[c];
  }
}

// Scores of a tile of queries with a tile of keys (turned): scaled, masked, −∞ where a key does not count.
template <class V>
void scoreTile(const Setting& s, const typename V::T* q, const typename V::T* turned, typename V::T* scores, int64_t b,
               int64_t h, int64_t i, int64_t rows, int64_t j, int64_t columns) {
  using T = typename V::T;
  smallProduct<V>({q + i * s.dim, s.dim, 1}, turned, tile, scores, tile, rows, columns, s.dim, false);
  const V factor = V::all(static_cast<T>(s.scale));
  const T none = static_cast<T>(-infinite);
  for (int64_t r = 0; r < rows; r++) {
    T* row = scores + r * tile;
    eachVector<V>(columns, [&](int64_t at, int count) { storeSome(loadSome<V>(row + at, count) * factor, row + at, count); });
    const Range range = keysOf(s, i + r);
    for (int64_t c = 0; c < columns && j + c < range.first; c++) row[c] = none;
    for (int64_t c = range.end > j ? range.end - j : 0; c < columns; c++) row[c] = none;
    if (s.mask == nullptr) continue;
    const int64_t start = b * s.maskSteps[0] + h * s.maskSteps[1] + (i + r) * s.maskSteps[2];
    const int64_t step = s.maskSteps[3];
    if (s.mask->dtype == DType::boolean) {
      const uint8_t* counts = dataOf<uint8_t>(*s.mask) + start;
      for (int64_t c = 0; c < columns; c++) row[c] = counts[(j + c) * step] != 0 ? row[c] : none;
    } else {
      const T* added = dataOf<T>(*s.mask) + start;
      for (int64_t c = 0; c < columns; c++) row[c] += added[(j + c) * step];
    }
  }
}

// The highest of a row's scores and `top`; a NaN counts for nothing.
template <class V>
MARIANA_INLINE typename V::T highest(const typename V::T* row, int64_t columns, typename V::T top) {
  int64_t c = 0;
  if (columns >= V::lanes) {
    V tops = V::all(top);
    for (; c + V::lanes <= columns; c += V::lanes) {
      const V scores = V::load(row + c);
      tops = select(less(tops, scores), scores, tops);
    }
    top = maxOf(tops);
  }
  for (; c < columns; c++) top = row[c] > top ? row[c] : top;
  return top;
}

template <class V>
Status forward(Call& call, const Setting& s) {
  using T = typename V::T;
  MARIANA_CHECK(call.numOutputs == 2 && call.outputs[1].size == s.batch * s.heads * s.time);
  MARIANA_CHECK(call.outputs[0].size == call.outputs[1].size * s.valueDim);
  const int64_t tiles = (s.time + tile - 1) / tile, tasks = s.batch * s.heads * tiles;
  const int64_t parts = tasks < 64 ? tasks : 64;
  const int64_t each = tile * tile + tile * s.dim + 2 * tile;
  Scratch<T> scratch(parts * each + 1);
  if (!scratch) return Status::outOfMemory;
  parallelEach(parts, [&](int64_t part) {
    T* scores = scratch.data() + part * each;
    T* turned = scores + tile * tile;
    T* tops = turned + tile * s.dim;
    T* sums = tops + tile;
    for (int64_t task = part; task < tasks; task += parts) {
      const int64_t head = task / tiles, b = head / s.heads, h = head % s.heads;
      const int64_t i = task % tiles * tile, rows = s.time - i < tile ? s.time - i : tile;
      const int64_t kv = b * s.kvHeads + h / (s.heads / s.kvHeads);
      const T* q = dataOf<T>(call.inputs[0]) + head * s.time * s.dim;
      const T* k = dataOf<T>(call.inputs[1]) + kv * s.source * s.dim;
      const T* v = dataOf<T>(call.inputs[2]) + kv * s.source * s.valueDim;
      T* y = dataOf<T>(call.outputs[0]) + (head * s.time + i) * s.valueDim;
      T* logSums = dataOf<T>(call.outputs[1]) + head * s.time + i;
      for (int64_t n = 0; n < rows * s.valueDim; n++) y[n] = 0;
      for (int64_t r = 0; r < rows; r++) tops[r] = static_cast<T>(-infinite), sums[r] = 0;
      for (int64_t j = 0; j < s.source; j += tile) {
        const int64_t columns = s.source - j < tile ? s.source - j : tile;
        if (!anyKey(s, i, rows, j, columns)) continue;
        turn(k + j * s.dim, turned, columns, s.dim);
        scoreTile<V>(s, q, turned, scores, b, h, i, rows, j, columns);
        for (int64_t r = 0; r < rows; r++) {
          T* row = scores + r * tile;
          const T top = highest<V>(row, columns, tops[r]);
          // A row of which nothing counts so far stays at 0; a NaN among its scores shows in the sum.
          const V shift = V::all(top == static_cast<T>(-infinite) ? 0 : top);
          const T sum = sumOfRow<V>(columns, [&](int64_t at, int count) {
            const V power = firstOf(expBelow(loadSome<V>(row + at, count) - shift), count);
            storeSome(power, row + at, count);
            return power;
          });
          if (top != tops[r]) {
            T few[V::lanes];
            expBelow(V::all(tops[r]) - shift).store(few);
            const V kept = V::all(few[0]);
            sums[r] *= few[0];
            T* out = y + r * s.valueDim;
            eachVector<V>(s.valueDim, [&](int64_t at, int n) { storeSome(loadSome<V>(out + at, n) * kept, out + at, n); });
            tops[r] = top;
          }
          sums[r] += sum;
        }
        smallProduct<V>({scores, tile, 1}, v + j * s.valueDim, s.valueDim, y, s.valueDim, rows, s.valueDim, columns, true);
      }
      for (int64_t r = 0; r < rows; r++) {
        const V factor = V::all(sums[r] == 0 ? 0 : 1 / sums[r]);
        T* out = y + r * s.valueDim;
        eachVector<V>(s.valueDim, [&](int64_t at, int n) { storeSome(loadSome<V>(out + at, n) * factor, out + at, n); });
        logSums[r] = sums[r] == 0 ? static_cast<T>(-infinite) : static_cast<T>(tops[r] + logarithm(sums[r]));
      }
    }
  });
  return Status::ok;
}

// One key head after the other, each by one thread: its queries' gradients and its own are summed in the order of tiles.
template <class V>
Status backward(Call& call, const Setting& s) {
  using T = typename V::T;
  MARIANA_CHECK(call.numOutputs == 3 && call.inputs[4].size == s.batch * s.heads * s.time);
  MARIANA_CHECK(call.inputs[3].size == call.inputs[4].size * s.valueDim && call.inputs[5].size == call.inputs[3].size);
  for (int i = 0; i < 3; i++) MARIANA_CHECK(call.outputs[i].size == call.inputs[i].size);
  const int64_t tasks = s.batch * s.kvHeads, group = s.heads / s.kvHeads;
  const int64_t parts = tasks < 64 ? tasks : 64;
  const int64_t each = 2 * tile * tile + tile * (s.dim + s.valueDim) + group * s.time;
  Scratch<T> scratch(parts * each + 1);
  if (!scratch) return Status::outOfMemory;
  parallelEach(parts, [&](int64_t part) {
    T* weights = scratch.data() + part * each;
    T* slopes = weights + tile * tile;
    T* turnedK = slopes + tile * tile;
    T* turnedV = turnedK + tile * s.dim;
    T* alongs = turnedV + tile * s.valueDim;  // Σ dy ⊙ y of each query
    for (int64_t kv = part; kv < tasks; kv += parts) {
      const int64_t b = kv / s.kvHeads, firstHead = kv % s.kvHeads * group, head0 = b * s.heads + firstHead;
      const T* k = dataOf<T>(call.inputs[1]) + kv * s.source * s.dim;
      const T* v = dataOf<T>(call.inputs[2]) + kv * s.source * s.valueDim;
      T* dk = dataOf<T>(call.outputs[1]) + kv * s.source * s.dim;
      T* dv = dataOf<T>(call.outputs[2]) + kv * s.source * s.valueDim;
      T* dqs = dataOf<T>(call.outputs[0]) + head0 * s.time * s.dim;
      for (int64_t n = 0; n < s.source * s.dim; n++) dk[n] = 0;
      for (int64_t n = 0; n < s.source * s.valueDim; n++) dv[n] = 0;
      for (int64_t n = 0; n < group * s.time * s.dim; n++) dqs[n] = 0;
      for (int64_t n = 0; n < group * s.time; n++) {
        const T* y = dataOf<T>(call.inputs[3]) + (head0 * s.time + n) * s.valueDim;
        const T* dy = dataOf<T>(call.inputs[5]) + (head0 * s.time + n) * s.valueDim;
        alongs[n] = sumOfRow<V>(s.valueDim, [&](int64_t at, int count) {
          return loadSome<V>(y + at, count) * loadSome<V>(dy + at, count);
        });
      }
      for (int64_t j = 0; j < s.source; j += tile) {
        const int64_t columns = s.source - j < tile ? s.source - j : tile;
        turn(k + j * s.dim, turnedK, columns, s.dim);
        turn(v + j * s.valueDim, turnedV, columns, s.valueDim);
        for (int64_t g = 0; g < group; g++) {
          const T* q = dataOf<T>(call.inputs[0]) + (head0 + g) * s.time * s.dim;
          const T* logSums = dataOf<T>(call.inputs[4]) + (head0 + g) * s.time;
          const T* dys = dataOf<T>(call.inputs[5]) + (head0 + g) * s.time * s.valueDim;
          T* dq = dqs + g * s.time * s.dim;
          for (int64_t i = 0; i < s.time; i += tile) {
            const int64_t rows = s.time - i < tile ? s.time - i : tile;
            if (!anyKey(s, i, rows, j, columns)) continue;
            scoreTile<V>(s, q, turnedK, weights, b, firstHead + g, i, rows, j, columns);
            const T* dy = dys + i * s.valueDim;
            smallProduct<V>({dy, s.valueDim, 1}, turnedV, tile, slopes, tile, rows, columns, s.valueDim, false);
            for (int64_t r = 0; r < rows; r++) {
              T *p = weights + r * tile, *ds = slopes + r * tile;
              const T logSum = logSums[i + r];
              // Where nothing counts, all scores are −∞, and so are the weights' logarithms with any shift.
              const V shift = V::all(logSum == static_cast<T>(-infinite) ? 0 : logSum);
              const V along = V::all(alongs[g * s.time + i + r]), factor = V::all(static_cast<T>(s.scale));
              eachVector<V>(columns, [&](int64_t at, int count) {
                const V weight = expBelow(loadSome<V>(p + at, count) - shift);
                storeSome(weight, p + at, count);
                storeSome(weight * (loadSome<V>(ds + at, count) - along) * factor, ds + at, count);
              });
            }
            smallProduct<V>({weights, 1, tile}, dy, s.valueDim, dv + j * s.valueDim, s.valueDim, columns, s.valueDim, rows, true);
            smallProduct<V>({slopes, 1, tile}, q + i * s.dim, s.dim, dk + j * s.dim, s.dim, columns, s.dim, rows, true);
            smallProduct<V>({slopes, tile, 1}, k + j * s.dim, s.dim, dq + i * s.dim, s.dim, rows, s.dim, columns, true);
          }
        }
      }
    }
  });
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(attention) {
  const Setting s = settingOf(call, 3);
  MARIANA_CHECK(s.sound);
  if (call.inputs[0].dtype == DType::float32) return forward<F32>(call, s);
  return call.inputs[0].dtype == DType::float64 ? forward<F64>(call, s) : Status::unsupported;
}

MARIANA_KERNEL(attentionGradient) {
  const Setting s = settingOf(call, 6);
  MARIANA_CHECK(s.sound);
  if (call.inputs[0].dtype == DType::float32) return backward<F32>(call, s);
  return call.inputs[0].dtype == DType::float64 ? backward<F64>(call, s) : Status::unsupported;
}

}  // namespace mariana::MARIANA_ISA
