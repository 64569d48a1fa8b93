// Arrays of exactly their size, so that the address sanitizer sees each element too far, and calls of kernels on them.
#pragma once
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "check.h"
#include "registry.h"

namespace mariana::tests {

struct Shape {
  int rank;
  int64_t sizes[maxRank];
};
template <class... Sizes>
Shape shape(Sizes... sizes) {
  return {static_cast<int>(sizeof...(sizes)), {static_cast<int64_t>(sizes)...}};
}

// A tensor whose memory is its own.
struct Values {
  Values(DType dtype, Shape of) : shape(of), array{nullptr, shape.sizes, 1, of.rank, dtype} {
    for (int i = 0; i < of.rank; i++) array.size *= of.sizes[i];
    array.data = malloc(bytes() > 0 ? bytes() : 1);
    memset(array.data, 0xa5, bytes());
  }
  ~Values() { free(array.data); }
  Values(const Values&) = delete;
  Values& operator=(const Values&) = delete;

  size_t bytes() const { return static_cast<size_t>(array.size) * bytesOf(array.dtype); }
  float* floats() const { return static_cast<float*>(array.data); }
  double* doubles() const { return static_cast<double*>(array.data); }
  int32_t* ints() const { return static_cast<int32_t*>(array.data); }
  bool isDouble() const { return array.dtype == DType::float64; }
  double at(int64_t i) const { return isDouble() ? doubles()[i] : static_cast<double>(floats()[i]); }
  void set(int64_t i, double value) const {
    if (isDouble()) {
      doubles()[i] = value;
    } else {
      floats()[i] = static_cast<float>(value);
    }
  }
  void draw(Draw& draw) const {
    for (int64_t i = 0; i < array.size; i++) set(i, draw.unit());
  }

  Shape shape;
  Array array;
};

// The number of an op.
int opOf(const char* name);

// Runs a kernel: call("matmul", {a, b}, {y}, {0, 0}).
struct Arrays {
  template <class... Each>
  Arrays(const Each&... each) : count(sizeof...(each)), list{each.array...} {}
  int count;
  Array list[16];
};
struct Params {
  template <class... Each>
  Params(Each... each) : count(sizeof...(each)), list{static_cast<double>(each)...} {}
  int count;
  double list[64];
};
Status call(const char* op, const Arrays& inputs, const Arrays& outputs, const Params& params = Params());

}  // namespace mariana::tests
