// One use of a kernel: what it reads, what it writes, and its parameters. Declarations only: an inline function here would
// be compiled once per instruction set, and the linker would keep whichever copy comes first.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace mariana {

// In the order of `dtypes` in packages/tensor/src/dtype.ts.
enum class DType : uint8_t { boolean, uint8, int8, int32, int64, float16, bfloat16, float32, float64 };
constexpr int numDTypes = 9;
constexpr int maxRank = 16;

// Row-major and contiguous, checked to lie inside its buffer.
struct Array {
  void* data;
  const int64_t* shape;
  int64_t size;  // the product of the shape
  int rank;
  DType dtype;
};

// What a kernel ends with. Everything but ok becomes an error in JavaScript, and the outputs are given back.
enum class Status : int {
  ok,
  outOfMemory,   // scratch memory could not be had
  badCall,       // shapes, dtypes or parameters do not fit together: never the fault of a user
  unsupported,   // a dtype that this kernel does not compute
  indexOutside,  // call.detail holds the index and the size of the axis
};

struct Call {
  const Array* inputs;
  const Array* outputs;
  const double* params;
  int numInputs;
  int numOutputs;
  int numParams;
  int64_t detail[2];
};

using Kernel = Status (*)(Call&);

size_t bytesOf(DType dtype);

}  // namespace mariana
