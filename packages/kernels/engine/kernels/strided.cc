// The copies of strided.h, compiled once for each size of an element.
#include "kernels/strided.h"

namespace mariana::MARIANA_ISA {
namespace {

// Counts through the first `rank` axes of a layout and knows where that is in the strided array.
struct Odometer {
  const Layout& layout;
  int rank;
  int64_t index[maxRank];
  int64_t offset = 0;

  Odometer(const Layout& of, int axes, int64_t flat) : layout(of), rank(axes) {
    for (int i = rank - 1; i >= 0; i--) {
      index[i] = flat % layout.sizes[i];
      flat /= layout.sizes[i];
      offset += index[i] * layout.strides[i];
    }
  }
  void next() {
    for (int i = rank - 1; i >= 0; i--) {
      offset += layout.strides[i];
      if (++index[i] < layout.sizes[i]) return;
      offset -= layout.strides[i] * layout.sizes[i];
      index[i] = 0;
    }
  }
};

// The axis before the last along which the strided array is contiguous; −1 where a plain row is as good.
int transposedAxis(const Layout& layout) {
  if (layout.strides[layout.rank - 1] == 1 || layout.strides[layout.rank - 1] == 0) return -1;
  for (int axis = layout.rank - 2; axis >= 0; axis--) {
    if (layout.strides[axis] == 1 && layout.sizes[axis] >= 4) return axis;
  }
  return -1;
}

template <class T>
void copyRow(const T* from, int64_t stride, T* to, int64_t count) {
  if (stride == 1) {
    memcpy(to, from, static_cast<size_t>(count) * sizeof(T));
  } else if (stride == 0) {
    const T value = *from;
    for (int64_t i = 0; i < count; i++) to[i] = value;
  } else {
    for (int64_t i = 0; i < count; i++) to[i] = from[i * stride];
  }
}

// Rows that are columns of the source, in blocks that stay in the first cache.
template <class T>
void copyTransposed(const T* from, int64_t rowsStride, T* to, int64_t columnsStride, int64_t rows, int64_t columns) {
  constexpr int64_t block = 16;
  for (int64_t c = 0; c < columns; c += block) {
    const int64_t cEnd = c + block < columns ? c + block : columns;
    for (int64_t r = 0; r < rows; r += block) {
      const int64_t rEnd = r + block < rows ? r + block : rows;
      for (int64_t i = c; i < cEnd; i++) {
        for (int64_t j = r; j < rEnd; j++) to[i * columnsStride + j] = from[i + j * rowsStride];
      }
    }
  }
}

template <class T>
void gather(const T* from, const Layout& layout, T* to) {
  if (layout.rank == 0) {
    *to = *from;
    return;
  }
  const int last = layout.rank - 1;
  const int64_t row = layout.sizes[last];
  const int turned = transposedAxis(layout);
  if (turned < 0) {
    const int64_t rows = layout.sizeOf(last);
    parallelFor(rows, copyGrain / row + 1, [&](int64_t begin, int64_t end) {
      Odometer at(layout, last, begin);
      for (int64_t i = begin; i < end; i++, at.next()) copyRow(from + at.offset, layout.strides[last], to + i * row, row);
    });
    return;
  }
  // All axes but the last and the turned one, with their steps in both arrays.
  Layout outer, outerTo;
  int64_t step = 1, turnedStep = 1;
  int64_t steps[maxRank];
  for (int i = last; i >= 0; i--) {
    steps[i] = step;
    if (i == turned) turnedStep = step;
    step *= layout.sizes[i];
  }
  int64_t outers = 1;
  for (int i = 0; i < last; i++) {
    if (i == turned) continue;
    outer.sizes[outer.rank] = outerTo.sizes[outer.rank] = layout.sizes[i];
    outer.strides[outer.rank] = layout.strides[i];
    outerTo.strides[outer.rank] = steps[i];
    outer.rank++;
    outerTo.rank++;
    outers *= layout.sizes[i];
  }
  const int64_t columns = layout.sizes[turned];
  constexpr int64_t strip = 64;
  const int64_t strips = (columns + strip - 1) / strip;
  parallelFor(outers * strips, copyGrain / (row * strip) + 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const Odometer source(outer, outer.rank, i / strips), target(outerTo, outerTo.rank, i / strips);
      const int64_t first = i % strips * strip;
      const int64_t count = first + strip < columns ? strip : columns - first;
      copyTransposed(from + source.offset + first, layout.strides[last], to + target.offset + first * turnedStep,
                     turnedStep, row, count);
    }
  });
}

template <class T>
void scatter(const T* from, const Layout& layout, T* to) {
  if (layout.rank == 0) {
    *to = *from;
    return;
  }
  const int last = layout.rank - 1;
  const int64_t row = layout.sizes[last], stride = layout.strides[last];
  parallelFor(layout.sizeOf(last), copyGrain / row + 1, [&](int64_t begin, int64_t end) {
    Odometer at(layout, last, begin);
    for (int64_t i = begin; i < end; i++, at.next()) {
      T* target = to + at.offset;
      const T* source = from + i * row;
      if (stride == 1) {
        memcpy(target, source, static_cast<size_t>(row) * sizeof(T));
      } else {
        for (int64_t j = 0; j < row; j++) target[j * stride] = source[j];
      }
    }
  });
}

}  // namespace

void gatherRow(const void* from, int64_t stride, void* to, int64_t count, size_t bytes) {
  withElement(bytes, [&](auto type) {
    using T = decltype(type);
    copyRow(static_cast<const T*>(from), stride, static_cast<T*>(to), count);
  });
}

void gatherStrided(const void* from, const Layout& layout, void* to, size_t bytes) {
  withElement(bytes, [&](auto type) {
    using T = decltype(type);
    gather(static_cast<const T*>(from), layout, static_cast<T*>(to));
  });
}

void scatterStrided(const void* from, const Layout& layout, void* to, size_t bytes) {
  withElement(bytes, [&](auto type) {
    using T = decltype(type);
    scatter(static_cast<const T*>(from), layout, static_cast<T*>(to));
  });
}

}  // namespace mariana::MARIANA_ISA
