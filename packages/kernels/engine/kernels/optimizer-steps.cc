// Steps of SGD and Adam over many tensors at once.
//
// sgdStep. Parameters: momentum, nesterov, weightDecay. Inputs: the learning rate, all weights, all gradients and, with
// momentum, all velocities; outputs: weights, velocities.
// adamStep. Parameters: beta1, beta2, epsilon, amsgrad, weightDecay. Inputs: the learning rate, the step's number, all weights,
// gradients, m, v and, with amsgrad, the largest v; outputs: weights, m, v, the largest v.
//
// An output may lie where its input does: each element is read before it is written, and no other is.
#include "flush.h"
#include "rows.h"

namespace mariana::MARIANA_ISA {
namespace {

constexpr int64_t blockSize = 16384;

// The lists of a call: `tensors` in each, the gradients not among the outputs.
bool soundLists(const Call& call, int scalars, int lists) {
  const int count = call.numInputs - scalars;
  if (count < lists || count % lists != 0) return false;
  const int tensors = count / lists;
  if (call.numOutputs != tensors * (lists - 1)) return false;
  const DType dtype = call.inputs[scalars].dtype;
  for (int i = 0; i < scalars; i++) {
    if (call.inputs[i].size != 1 || call.inputs[i].dtype != dtype) return false;
  }
  for (int i = 0; i < count; i++) {
    const Array& array = call.inputs[scalars + i];
    if (array.size != call.inputs[scalars + i % tensors].size || array.dtype != dtype) return false;
  }
  for (int i = 0; i < call.numOutputs; i++) {
    if (call.outputs[i].size != call.inputs[scalars + i % tensors].size || call.outputs[i].dtype != dtype) return false;
  }
  return true;
}

// body(tensor, begin, end) for all elements of all tensors, in blocks.
template <class Body>
MARIANA_INLINE void eachBlock(const Array* tensors, int count, const Body& body) {
  int64_t blocks = 0;
  for (int i = 0; i < count; i++) blocks += (tensors[i].size + blockSize - 1) / blockSize;
  parallelFor(blocks, 1, [&](int64_t begin, int64_t end) {
    const FlushDenormals flush;
    int tensor = 0;
    int64_t first = 0;  // the first block of the tensor
    for (int64_t block = begin; block < end; block++) {
      while (block >= first + (tensors[tensor].size + blockSize - 1) / blockSize) {
        first += (tensors[tensor].size + blockSize - 1) / blockSize;
        tensor++;
      }
      const int64_t from = (block - first) * blockSize;
      const int64_t until = from + blockSize;
      body(tensor, from, until < tensors[tensor].size ? until : tensors[tensor].size);
    }
  });
}

template <class V>
Status sgd(Call& call) {
  using T = typename V::T;
  const double momentum = call.params[0];
  const int lists = momentum == 0 ? 2 : 3;
  MARIANA_CHECK(soundLists(call, 1, lists));
  const int count = (call.numInputs - 1) / lists;
  const T rate = dataOf<T>(call.inputs[0])[0];
  const Array* in = call.inputs + 1;
  const V mu = V::all(static_cast<T>(momentum)), eta = V::all(rate);
  const V decay = V::all(static_cast<T>(call.params[2]));
  const bool nesterov = call.params[1] != 0, decays = call.params[2] != 0;
  eachBlock(in, count, [&](int t, int64_t begin, int64_t end) {
    const T* w = dataOf<T>(in[t]);
    const T* g = dataOf<T>(in[count + t]);
    const T* v = momentum == 0 ? nullptr : dataOf<T>(in[2 * count + t]);
    T* nextW = dataOf<T>(call.outputs[t]);
    T* nextV = momentum == 0 ? nullptr : dataOf<T>(call.outputs[count + t]);
    eachVector<V>(end - begin, [&](int64_t at, int n) {
      const int64_t i = begin + at;
      V weight = loadSome<V>(w + i, n);
      if (decays) weight = weight - weight * decay * eta;
      const V descent = loadSome<V>(g + i, n) * eta;
      if (v == nullptr) return storeSome(weight - descent, nextW + i, n);
      const V velocity = loadSome<V>(v + i, n) * mu - descent;
      storeSome(velocity, nextV + i, n);
      storeSome(weight + (nesterov ? velocity * mu - descent : velocity), nextW + i, n);
    });
  });
  return Status::ok;
}

// x to the power of a whole number.
double powerOf(double x, double exponent) {
  double result = 1;
  for (uint64_t n = exponent < 0 ? 0 : static_cast<uint64_t>(exponent); n > 0; n >>= 1) {
    if (n & 1) result *= x;
    x *= x;
  }
  return result;
}

template <class V>
Status adam(Call& call) {
  using T = typename V::T;
  const double beta1 = call.params[0], beta2 = call.params[1];
  const bool amsgrad = call.params[3] != 0, decays = call.params[4] != 0;
  const int lists = amsgrad ? 5 : 4;
  MARIANA_CHECK(soundLists(call, 2, lists));
  const int count = (call.numInputs - 2) / lists;
  const double rate = dataOf<T>(call.inputs[0])[0], step = dataOf<T>(call.inputs[1])[0];
  MARIANA_CHECK(step >= 0 && step < 9e15);
  const double alpha = rate / (1 - powerOf(beta1, step)) / inverseRoot<F64>(1 - powerOf(beta2, step));
  const Array* in = call.inputs + 2;
  const V rest1 = V::all(static_cast<T>(1 - beta1)), rest2 = V::all(static_cast<T>(1 - beta2));
  const V length = V::all(static_cast<T>(alpha)), epsilon = V::all(static_cast<T>(call.params[2]));
  const V decay = V::all(static_cast<T>(call.params[4])), eta = V::all(static_cast<T>(rate));
  eachBlock(in, count, [&](int t, int64_t begin, int64_t end) {
    const auto input = [&](int list) { return dataOf<T>(in[list * count + t]); };
    const auto output = [&](int list) { return dataOf<T>(call.outputs[list * count + t]); };
    const T *w = input(0), *g = input(1), *m = input(2), *v = input(3), *top = amsgrad ? input(4) : nullptr;
    T *nextW = output(0), *nextM = output(1), *nextV = output(2), *nextTop = amsgrad ? output(3) : nullptr;
    eachVector<V>(end - begin, [&](int64_t at, int n) {
      const int64_t i = begin + at;
      V weight = loadSome<V>(w + i, n);
      if (decays) weight = weight - weight * decay * eta;
      const V gradient = loadSome<V>(g + i, n), oldM = loadSome<V>(m + i, n), oldV = loadSome<V>(v + i, n);
      const V mean = oldM + (gradient - oldM) * rest1;
      const V squares = oldV + (gradient * gradient - oldV) * rest2;
      V divisor = squares;
      if (amsgrad) {
        divisor = max(loadSome<V>(top + i, n), squares);
        storeSome(divisor, nextTop + i, n);
      }
      storeSome(mean, nextM + i, n);
      storeSome(squares, nextV + i, n);
      storeSome(weight - mean * length / (sqrt(divisor) + epsilon), nextW + i, n);
    });
  });
  return Status::ok;
}

}  // namespace

MARIANA_KERNEL(sgdStep) {
  MARIANA_CHECK(call.numParams == 3 && call.numInputs >= 3);
  if (call.inputs[0].dtype == DType::float32) return sgd<F32>(call);
  return call.inputs[0].dtype == DType::float64 ? sgd<F64>(call) : Status::unsupported;
}

MARIANA_KERNEL(adamStep) {
  MARIANA_CHECK(call.numParams == 5 && call.numInputs >= 6);
  if (call.inputs[0].dtype == DType::float32) return adam<F32>(call);
  return call.inputs[0].dtype == DType::float64 ? adam<F64>(call) : Status::unsupported;
}

}  // namespace mariana::MARIANA_ISA
