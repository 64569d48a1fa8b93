#include "half.h"

#include <string.h>

#include "scratch.h"

namespace mariana {
namespace {

uint32_t bitsOf(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

float floatOf(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

bool isHalf(DType dtype) { return dtype == DType::float16 || dtype == DType::bfloat16; }

struct Wide {
  Array array;
  ScratchMemory memory;
};

bool widen(const Array& from, Wide& to, bool copies) {
  to.array = from;
  to.memory = {nullptr, 0};
  if (!isHalf(from.dtype)) return true;
  to.memory = takeScratch(from.size, sizeof(float));
  if (to.memory.data == nullptr) return false;
  to.array.data = to.memory.data;
  to.array.dtype = DType::float32;
  if (!copies) return true;
  const uint16_t* source = static_cast<const uint16_t*>(from.data);
  float* target = static_cast<float*>(to.memory.data);
  if (from.dtype == DType::float16) {
    for (int64_t i = 0; i < from.size; i++) target[i] = fromFloat16(source[i]);
  } else {
    for (int64_t i = 0; i < from.size; i++) target[i] = fromBfloat16(source[i]);
  }
  return true;
}

void narrow(const Wide& from, const Array& to) {
  if (from.memory.data == nullptr) return;
  const float* source = static_cast<const float*>(from.memory.data);
  uint16_t* target = static_cast<uint16_t*>(to.data);
  if (to.dtype == DType::float16) {
    for (int64_t i = 0; i < to.size; i++) target[i] = toFloat16(source[i]);
  } else {
    for (int64_t i = 0; i < to.size; i++) target[i] = toBfloat16(source[i]);
  }
}

}  // namespace

float fromFloat16(uint16_t half) {
  const uint32_t sign = static_cast<uint32_t>(half & 0x8000u) << 16;
  const uint32_t exponent = (half >> 10) & 31u;
  const uint32_t fraction = half & 1023u;
  if (exponent == 31) return floatOf(sign | 0x7f800000u | (fraction << 13));
  if (exponent != 0) return floatOf(sign | ((exponent + 112) << 23) | (fraction << 13));
  // Subnormal: the fraction in units of 2^-24, exact in float32.
  const float value = static_cast<float>(fraction) * 5.9604644775390625e-8f;
  return sign != 0 ? -value : value;
}

uint16_t toFloat16(float value) {
  const uint32_t bits = bitsOf(value);
  const uint16_t sign = static_cast<uint16_t>((bits >> 16) & 0x8000u);
  const uint32_t size = bits & 0x7fffffffu;
  if (size > 0x7f800000u) return static_cast<uint16_t>(sign | 0x7e00u);
  if (size >= 0x477ff000u) return static_cast<uint16_t>(sign | 0x7c00u);  // 65520 and more round to infinity
  if (size < 0x38800000u) {
    // Below 2^-14: adding 1/2 puts units of 2^-24 at the end of the fraction, and rounds to even.
    const uint32_t rounded = bitsOf(floatOf(size) + 0.5f);
    return static_cast<uint16_t>(sign | (rounded - 0x3f000000u));
  }
  const uint32_t even = (size >> 13) & 1u;
  return static_cast<uint16_t>(sign | ((size - 0x38000000u + 0xfffu + even) >> 13));
}

float fromBfloat16(uint16_t bits) { return floatOf(static_cast<uint32_t>(bits) << 16); }

uint16_t toBfloat16(float value) {
  const uint32_t bits = bitsOf(value);
  if ((bits & 0x7fffffffu) > 0x7f800000u) return static_cast<uint16_t>((bits >> 16) | 0x40u);
  return static_cast<uint16_t>((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

bool hasHalves(const Call& call) {
  for (int i = 0; i < call.numInputs; i++) {
    if (isHalf(call.inputs[i].dtype)) return true;
  }
  for (int i = 0; i < call.numOutputs; i++) {
    if (isHalf(call.outputs[i].dtype)) return true;
  }
  return false;
}

Status runWidened(Kernel kernel, Call& call) {
  const int count = call.numInputs + call.numOutputs;
  const ScratchMemory wides = takeScratch(count, sizeof(Wide));
  const ScratchMemory arrays = takeScratch(count, sizeof(Array));
  Wide* wide = static_cast<Wide*>(wides.data);
  Array* array = static_cast<Array*>(arrays.data);
  Status status = wide != nullptr && array != nullptr ? Status::ok : Status::outOfMemory;
  int ready = 0;
  for (; status == Status::ok && ready < count; ready++) {
    const bool isInput = ready < call.numInputs;
    const Array& given = isInput ? call.inputs[ready] : call.outputs[ready - call.numInputs];
    if (!widen(given, wide[ready], isInput)) {
      status = Status::outOfMemory;
      break;
    }
    array[ready] = wide[ready].array;
  }
  if (status == Status::ok) {
    Call inner = call;
    inner.inputs = array;
    inner.outputs = array + call.numInputs;
    status = kernel(inner);
    call.detail[0] = inner.detail[0];
    call.detail[1] = inner.detail[1];
  }
  for (int i = 0; i < ready; i++) {
    if (status == Status::ok && i >= call.numInputs) narrow(wide[i], call.outputs[i - call.numInputs]);
    giveScratch(wide[i].memory);
  }
  giveScratch(arrays);
  giveScratch(wides);
  return status;
}

}  // namespace mariana
