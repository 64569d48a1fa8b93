// Pooling and its gradients. Images run side by side; each thread has whole ones, so that gradients add in one order.
#include "kernels/windows.h"

namespace mariana::MARIANA_ISA {
namespace {

bool readPool(const Call& call, const Array& x, const Array& y, Windows& windows, int more) {
  int64_t sizes[3];
  ParamReader params{call};
  const int axes = x.rank - 2;
  if (axes < 1 || axes > 3 || y.rank != x.rank || x.shape[x.rank - 1] != y.shape[y.rank - 1]) return false;
  if (!params.list(sizes, axes, 1) || !windows.read(params, x, y, sizes, false)) return false;
  return x.dtype == y.dtype && params.at + more == call.numParams;
}

template <class T>
MARIANA_INLINE bool beats(T a, T b) {
  return a > b || (a != a && b == b);
}

// Threads take output positions.
template <class T>
void takeMaxima(const Array& x, const Array& y, const Windows& w) {
  const T* from = dataOf<T>(x);
  T* to = dataOf<T>(y);
  const int64_t channels = w.channels, positions = w.outputSize(), taps = w.taps();
  parallelFor(w.batch * positions, 16384 / (taps * channels + 1) + 1, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const T* image = from + i / positions * w.inputSize() * channels;
      T* MARIANA_RESTRICT best = to + i * channels;
      bool first = true;
      for (int64_t tap = 0; tap < taps; tap++) {
        const int64_t at = w.place(i % positions, tap);
        if (at < 0) continue;
        const T* MARIANA_RESTRICT row = image + at * channels;
        if (first) {
          for (int64_t c = 0; c < channels; c++) best[c] = row[c];
        } else {
          for (int64_t c = 0; c < channels; c++) best[c] = beats(row[c], best[c]) ? row[c] : best[c];
        }
        first = false;
      }
      for (int64_t c = 0; first && c < channels; c++) best[c] = 0;
    }
  });
}

template <class T>
bool giveToMaxima(const Array& x, const Array& dy, const Array& dx, const Windows& w) {
  const T *from = dataOf<T>(x), *gradient = dataOf<T>(dy);
  T* to = dataOf<T>(dx);
  const int64_t channels = w.channels, positions = w.outputSize(), taps = w.taps(), size = w.inputSize() * channels;
  Failure failed;
  parallelFor(w.batch, 1, [&](int64_t begin, int64_t end) {
    Scratch<T> best(channels);
    Scratch<int64_t> places(channels);
    if (!best || !places) {
      failed.raise();
      return;
    }
    for (int64_t image = begin; image < end; image++) {
      for (int64_t i = 0; i < size; i++) to[image * size + i] = 0;
      for (int64_t position = 0; position < positions; position++) {
        bool first = true;
        for (int64_t tap = 0; tap < taps; tap++) {
          const int64_t at = w.place(position, tap);
          if (at < 0) continue;
          const T* row = from + image * size + at * channels;
          for (int64_t c = 0; c < channels; c++) {
            if (!first && !beats(row[c], best[c])) continue;
            best[c] = row[c];
            places[c] = at;
          }
          first = false;
        }
        const T* row = gradient + (image * positions + position) * channels;
        for (int64_t c = 0; !first && c < channels; c++) to[image * size + places[c] * channels + c] += row[c];
      }
    }
  });
  return !failed;
}

int64_t countOf(const Windows& w, int64_t position, bool countPadding) {
  if (countPadding) return w.taps();
  int64_t count = 0;
  for (int64_t tap = 0; tap < w.taps(); tap++) count += w.place(position, tap) >= 0 ? 1 : 0;
  return count;
}

template <class T>
void takeMeans(const Array& x, const Array& y, const Windows& w, bool countPadding) {
  const T* from = dataOf<T>(x);
  T* to = dataOf<T>(y);
  const int64_t channels = w.channels, positions = w.outputSize(), taps = w.taps();
  parallelFor(w.batch * positions, 16384 / (taps * channels + 1) + 1, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const T* image = from + i / positions * w.inputSize() * channels;
      T* MARIANA_RESTRICT sums = to + i * channels;
      for (int64_t c = 0; c < channels; c++) sums[c] = 0;
      for (int64_t tap = 0; tap < taps; tap++) {
        const int64_t at = w.place(i % positions, tap);
        if (at < 0) continue;
        const T* MARIANA_RESTRICT row = image + at * channels;
        for (int64_t c = 0; c < channels; c++) sums[c] += row[c];
      }
      const T count = static_cast<T>(countOf(w, i % positions, countPadding));
      for (int64_t c = 0; c < channels; c++) sums[c] /= count;
    }
  });
}

template <class T>
void giveToMeans(const Array& dy, const Array& dx, const Windows& w, bool countPadding) {
  const T* gradient = dataOf<T>(dy);
  T* to = dataOf<T>(dx);
  const int64_t channels = w.channels, positions = w.outputSize(), taps = w.taps(), size = w.inputSize() * channels;
  parallelFor(w.batch, 1, [=](int64_t begin, int64_t end) {
    for (int64_t image = begin; image < end; image++) {
      for (int64_t i = 0; i < size; i++) to[image * size + i] = 0;
      for (int64_t position = 0; position < positions; position++) {
        const T* row = gradient + (image * positions + position) * channels;
        const T count = static_cast<T>(countOf(w, position, countPadding));
        for (int64_t tap = 0; tap < taps; tap++) {
          const int64_t at = w.place(position, tap);
          if (at < 0) continue;
          T* MARIANA_RESTRICT sums = to + image * size + at * channels;
          for (int64_t c = 0; c < channels; c++) sums[c] += row[c] / count;
        }
      }
    }
  });
}

}  // namespace

MARIANA_KERNEL(maxPool) {
  Windows w;
  MARIANA_CHECK(call.numInputs == 1 && call.numOutputs == 1 && readPool(call, call.inputs[0], call.outputs[0], w, 0));
  const Array &x = call.inputs[0], &y = call.outputs[0];
  if (y.size == 0) return Status::ok;
  switch (x.dtype) {
    case DType::float32: takeMaxima<float>(x, y, w); return Status::ok;
    case DType::float64: takeMaxima<double>(x, y, w); return Status::ok;
    case DType::int32: takeMaxima<int32_t>(x, y, w); return Status::ok;
    case DType::int64: takeMaxima<int64_t>(x, y, w); return Status::ok;
    case DType::int8: takeMaxima<int8_t>(x, y, w); return Status::ok;
    case DType::boolean:
    case DType::uint8: takeMaxima<uint8_t>(x, y, w); return Status::ok;
    default: return Status::unsupported;
  }
}

MARIANA_KERNEL(maxPoolGradient) {
  Windows w;
  MARIANA_CHECK(call.numInputs == 2 && call.numOutputs == 1 && readPool(call, call.inputs[0], call.inputs[1], w, 0));
  const Array &x = call.inputs[0], &dy = call.inputs[1], &dx = call.outputs[0];
  MARIANA_CHECK(dx.size == x.size && dx.dtype == x.dtype);
  if (dx.size == 0) return Status::ok;
  bool done = true;
  switch (x.dtype) {
    case DType::float32: done = giveToMaxima<float>(x, dy, dx, w); break;
    case DType::float64: done = giveToMaxima<double>(x, dy, dx, w); break;
    default: return Status::unsupported;
  }
  return done ? Status::ok : Status::outOfMemory;
}

MARIANA_KERNEL(averagePool) {
  Windows w;
  MARIANA_CHECK(call.numInputs == 1 && call.numOutputs == 1 && readPool(call, call.inputs[0], call.outputs[0], w, 1));
  const bool countPadding = call.params[call.numParams - 1] != 0;
  if (call.outputs[0].size == 0) return Status::ok;
  switch (call.inputs[0].dtype) {
    case DType::float32: takeMeans<float>(call.inputs[0], call.outputs[0], w, countPadding); return Status::ok;
    case DType::float64: takeMeans<double>(call.inputs[0], call.outputs[0], w, countPadding); return Status::ok;
    default: return Status::unsupported;
  }
}

MARIANA_KERNEL(averagePoolGradient) {
  Windows w;
  MARIANA_CHECK(call.numInputs == 1 && call.numOutputs == 1 && readPool(call, call.outputs[0], call.inputs[0], w, 1));
  const bool countPadding = call.params[call.numParams - 1] != 0;
  if (call.outputs[0].size == 0) return Status::ok;
  switch (call.inputs[0].dtype) {
    case DType::float32: giveToMeans<float>(call.inputs[0], call.outputs[0], w, countPadding); return Status::ok;
    case DType::float64: giveToMeans<double>(call.inputs[0], call.outputs[0], w, countPadding); return Status::ok;
    default: return Status::unsupported;
  }
}

}  // namespace mariana::MARIANA_ISA
