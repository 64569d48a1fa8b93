// Elementwise operations on several arrays of one size and dtype.
#pragma once
#include "rows.h"

namespace mariana::MARIANA_ISA {

// Whether a call has so many inputs and parameters, and one output of the size and dtype of them all.
MARIANA_INLINE bool areAlike(const Call& call, int numInputs, int numParams) {
  if (call.numInputs != numInputs || call.numOutputs != 1 || call.numParams != numParams) return false;
  const Array& y = call.outputs[0];
  for (int i = 0; i < numInputs; i++) {
    if (call.inputs[i].size != y.size || call.inputs[i].dtype != y.dtype) return false;
  }
  return true;
}

// body(place, count) for each vector of all elements, on all threads.
template <class V, class Body>
Status eachPlace(int64_t size, const Body& body) {
  parallelFor(size, 8192, [&](int64_t begin, int64_t end) {
    eachVector<V>(end - begin, [&](int64_t i, int count) { body(begin + i, count); });
  });
  return Status::ok;
}

// A function of numbers on each lane.
template <class V, class Of>
MARIANA_INLINE V byLane(V x, const Of& of) {
  typename V::T lanes[V::lanes];
  x.store(lanes);
  for (typename V::T& lane : lanes) lane = of(lane);
  return V::load(lanes);
}

}  // namespace mariana::MARIANA_ISA
