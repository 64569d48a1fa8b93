// Products of matrices, and of batches of them that broadcast; and the product of a dense layer, with its bias and activation
// (affine; parameter: the activation).
#include "kernels/gemm.h"

namespace mariana::MARIANA_ISA {
namespace {

struct Sizes {
  int64_t m, n, k;
  bool transposeA, transposeB;
};

template <class T>
Matrix<T> matrix(const T* data, int64_t rows, int64_t columns, bool transposed) {
  return transposed ? Matrix<T>{data, 1, rows} : Matrix<T>{data, columns, 1};
}

// Sums of whole numbers wrap.
template <class T>
bool wholeProduct(Matrix<T> a, Matrix<T> b, T* c, const Sizes& of) {
  parallelFor(of.m, 32768 / (of.n * of.k + 1) + 1, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      T* MARIANA_RESTRICT to = c + i * of.n;
      for (int64_t j = 0; j < of.n; j++) to[j] = 0;
      for (int64_t p = 0; p < of.k; p++) {
        const T factor = a.data[i * a.row + p * a.column];
        const T* MARIANA_RESTRICT row = b.data + p * b.row;
        if (b.column == 1) {
          for (int64_t j = 0; j < of.n; j++) to[j] = static_cast<T>(to[j] + factor * row[j]);
        } else {
          for (int64_t j = 0; j < of.n; j++) to[j] = static_cast<T>(to[j] + factor * row[j * b.column]);
        }
      }
    }
  });
  return true;
}

bool one(Matrix<float> a, Matrix<float> b, float* c, const Sizes& of) { return product<F32>(a, b, c, of.m, of.n, of.k); }
bool one(Matrix<double> a, Matrix<double> b, double* c, const Sizes& of) { return product<F64>(a, b, c, of.m, of.n, of.k); }
bool one(Matrix<uint32_t> a, Matrix<uint32_t> b, uint32_t* c, const Sizes& of) { return wholeProduct(a, b, c, of); }
bool one(Matrix<uint64_t> a, Matrix<uint64_t> b, uint64_t* c, const Sizes& of) { return wholeProduct(a, b, c, of); }
bool one(Matrix<uint8_t> a, Matrix<uint8_t> b, uint8_t* c, const Sizes& of) { return wholeProduct(a, b, c, of); }

template <class T>
Status products(const Call& call, const Sizes& of) {
  const Array &a = call.inputs[0], &b = call.inputs[1], &y = call.outputs[0];
  const int axes = y.rank - 2;
  int64_t batches = 1;
  for (int i = 0; i < axes; i++) batches *= y.shape[i];
  if (y.size == 0) return Status::ok;
  // Batches run side by side; few large ones one after the other, each of them on all threads. Inside of a part all is done by
  // its thread.
  Failure failed;
  const auto run = [&](int64_t batch) {
    int64_t places[2] = {0, 0};
    const Array* inputs[2] = {&a, &b};
    for (int input = 0; input < 2; input++) {
      const Array& x = *inputs[input];
      int64_t rest = batch, step = 1;
      for (int i = axes - 1; i >= 0; i--) {
        const int64_t index = rest % y.shape[i];
        rest /= y.shape[i];
        const int own = i - (axes - (x.rank - 2));
        if (own < 0) continue;
        if (x.shape[own] != 1) places[input] += index * step;
        step *= x.shape[own];
      }
    }
    const Matrix<T> left = matrix(dataOf<T>(a) + places[0] * of.m * of.k, of.m, of.k, of.transposeA);
    const Matrix<T> right = matrix(dataOf<T>(b) + places[1] * of.k * of.n, of.k, of.n, of.transposeB);
    if (!one(left, right, dataOf<T>(y) + batch * of.m * of.n, of)) failed.raise();
  };
  const bool large = of.m * of.n * of.k >= 4000000 && batches < numThreads() * int64_t{4};
  if (batches == 1 || large) {
    for (int64_t batch = 0; batch < batches; batch++) run(batch);
  } else {
    parallelFor(batches, 16384 / (of.m * of.n * of.k + 1) + 1, [&](int64_t begin, int64_t end) {
      for (int64_t batch = begin; batch < end; batch++) run(batch);
    });
  }
  return failed ? Status::outOfMemory : Status::ok;
}

template <class V>
Status affineOf(const Call& call, Activation activation) {
  using T = typename V::T;
  const Array &x = call.inputs[0], &kernel = call.inputs[1], &y = call.outputs[0];
  const int64_t k = kernel.shape[0], n = kernel.shape[1];
  const Epilogue<V> epilogue{dataOf<T>(call.inputs[2]), activation};
  const bool done = product<V>({dataOf<T>(x), k, 1}, {dataOf<T>(kernel), n, 1}, dataOf<T>(y), x.shape[0], n, k, false, epilogue);
  return done ? Status::ok : Status::outOfMemory;
}

}  // namespace

MARIANA_KERNEL(affine) {
  MARIANA_CHECK(call.numInputs == 3 && call.numOutputs == 1 && call.numParams == 1);
  const Array &x = call.inputs[0], &kernel = call.inputs[1], &bias = call.inputs[2], &y = call.outputs[0];
  MARIANA_CHECK(x.rank == 2 && kernel.rank == 2 && y.rank == 2 && x.dtype == y.dtype && kernel.dtype == y.dtype);
  MARIANA_CHECK(x.shape[1] == kernel.shape[0] && y.shape[0] == x.shape[0] && y.shape[1] == kernel.shape[1]);
  MARIANA_CHECK(bias.dtype == y.dtype && bias.size == y.shape[1]);
  const int64_t activation = integerParam(call, 0);
  MARIANA_CHECK(activation >= 0 && activation < numActivations);
  if (y.size == 0) return Status::ok;
  switch (y.dtype) {
    case DType::float32: return affineOf<F32>(call, static_cast<Activation>(activation));
    case DType::float64: return affineOf<F64>(call, static_cast<Activation>(activation));
    default: return Status::unsupported;
  }
}

MARIANA_KERNEL(matmul) {
  MARIANA_CHECK(call.numInputs == 2 && call.numOutputs == 1 && call.numParams == 2);
  const Array &a = call.inputs[0], &b = call.inputs[1], &y = call.outputs[0];
  MARIANA_CHECK(a.dtype == y.dtype && b.dtype == y.dtype && a.rank >= 2 && b.rank >= 2);
  MARIANA_CHECK(y.rank == (a.rank > b.rank ? a.rank : b.rank));
  Sizes of{y.shape[y.rank - 2], y.shape[y.rank - 1], 0, call.params[0] != 0, call.params[1] != 0};
  of.k = a.shape[a.rank - (of.transposeA ? 2 : 1)];
  MARIANA_CHECK(a.shape[a.rank - (of.transposeA ? 1 : 2)] == of.m);
  MARIANA_CHECK(b.shape[b.rank - (of.transposeB ? 1 : 2)] == of.k && b.shape[b.rank - (of.transposeB ? 2 : 1)] == of.n);
  for (int i = 0; i < y.rank - 2; i++) {
    const int fromA = i - (y.rank - a.rank), fromB = i - (y.rank - b.rank);
    MARIANA_CHECK(fromA < 0 || a.shape[fromA] == 1 || a.shape[fromA] == y.shape[i]);
    MARIANA_CHECK(fromB < 0 || b.shape[fromB] == 1 || b.shape[fromB] == y.shape[i]);
  }
  switch (y.dtype) {
    case DType::float32: return products<float>(call, of);
    case DType::float64: return products<double>(call, of);
    case DType::int32: return products<uint32_t>(call, of);
    case DType::int64: return products<uint64_t>(call, of);
    case DType::boolean:
    case DType::uint8:
    case DType::int8: return products<uint8_t>(call, of);
    default: return Status::unsupported;
  }
}

}  // namespace mariana::MARIANA_ISA
