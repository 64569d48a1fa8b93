// How arrays whose shapes broadcast lie beside their result.
#pragma once
#include "isa.h"

namespace mariana::MARIANA_ISA {
namespace {

constexpr int64_t broadcastGrain = 32768;

// Inputs as they lie beside the output: along each of its axes a step of their own, 0 where they repeat. Axes that go on
// in the same way in all of them are one.
template <int count>
struct Broadcast {
  int rank = 0;
  int64_t sizes[maxRank];
  int64_t strides[count][maxRank];

  bool read(const Call& call) {
    if (call.numInputs != count || call.numOutputs != 1) return false;
    const Array& y = call.outputs[0];
    int64_t steps[count];
    for (int i = 0; i < count; i++) {
      if (call.inputs[i].rank > y.rank) return false;
      steps[i] = 1;
    }
    // From the last axis on, so that the axes come out innermost first.
    for (int axis = y.rank - 1; axis >= 0; axis--) {
      const int64_t size = y.shape[axis];
      int64_t stride[count];
      for (int i = 0; i < count; i++) {
        const Array& x = call.inputs[i];
        const int own = axis - (y.rank - x.rank);
        const int64_t has = own < 0 ? 1 : x.shape[own];
        if (has != 1 && has != size) return false;
        stride[i] = has == 1 ? 0 : steps[i];
        steps[i] *= has;
      }
      if (size == 1) continue;
      bool joins = rank > 0;
      for (int i = 0; i < count && joins; i++) joins = stride[i] == strides[i][rank - 1] * sizes[rank - 1];
      if (joins) {
        sizes[rank - 1] *= size;
        continue;
      }
      sizes[rank] = size;
      for (int i = 0; i < count; i++) strides[i][rank] = stride[i];
      rank++;
    }
    return true;
  }

  // Calls row(offsets, strides, place, n) for each run along the innermost axis, on all threads.
  template <class Row>
  void each(int64_t size, const Row& row) const {
    if (size == 0) return;
    const int64_t n = rank == 0 ? 1 : sizes[0];
    int64_t steps[count];
    for (int i = 0; i < count; i++) steps[i] = rank == 0 ? 0 : strides[i][0];
    if (rank <= 1) {
      parallelFor(n, broadcastGrain, [&](int64_t begin, int64_t end) {
        int64_t offsets[count];
        for (int i = 0; i < count; i++) offsets[i] = begin * steps[i];
        row(offsets, steps, begin, end - begin);
      });
      return;
    }
    parallelFor(size / n, broadcastGrain / n + 1, [&](int64_t begin, int64_t end) {
      for (int64_t outer = begin; outer < end; outer++) {
        int64_t offsets[count] = {};
        int64_t rest = outer;
        for (int axis = 1; axis < rank; axis++) {
          const int64_t index = rest % sizes[axis];
          rest /= sizes[axis];
          for (int i = 0; i < count; i++) offsets[i] += index * strides[i][axis];
        }
        row(offsets, steps, outer * n, n);
      }
    });
  }
};

}  // namespace
}  // namespace mariana::MARIANA_ISA
