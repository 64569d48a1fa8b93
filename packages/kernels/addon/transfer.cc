// Elements between typed arrays and buffers.
#include <string.h>

#include "half.h"
#include "instance.h"

namespace mariana::addon {
namespace {

struct Bytes {
  char* data;
  size_t size;
};

// The bytes under a typed array.
bool bytesUnder(napi_env env, napi_value array, Bytes& bytes) {
  napi_typedarray_type type;
  size_t length = 0;
  void* data = nullptr;
  if (napi_get_typedarray_info(env, array, &type, &length, &data, nullptr, nullptr) != napi_ok) return false;
  constexpr size_t sizes[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
  if (static_cast<size_t>(type) >= sizeof sizes / sizeof sizes[0]) return false;
  bytes = {static_cast<char*>(data), length * sizes[type]};
  return true;
}

}  // namespace

// upload(array, dtype, spare): a buffer with the array's elements, new or as run's. Half types are given as float32.
napi_value upload(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value args[3];
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, args, nullptr, &data);
  Bytes from;
  const int64_t number = count >= 2 ? integerOf(env, args[1], numDTypes - 1) : -1;
  if (number < 0 || !bytesUnder(env, args[0], from)) return fail(env, failureOf(Status::badCall));
  const DType dtype = static_cast<DType>(number);
  const bool half = dtype == DType::float16 || dtype == DType::bfloat16;
  const Made made = makeOrReuse(env, count == 3 ? args[2] : nullptr, half ? from.size / 2 : from.size);
  Buffer* buffer = made.buffer;
  if (buffer == nullptr) return fail(env, failureOf(Status::outOfMemory));
  if (half) {
    const float* source = reinterpret_cast<const float*>(from.data);
    uint16_t* target = static_cast<uint16_t*>(buffer->block.data);
    for (size_t i = 0; i < from.size / sizeof(float); i++) {
      target[i] = dtype == DType::float16 ? toFloat16(source[i]) : toBfloat16(source[i]);
    }
  } else if (from.size > 0) {
    memcpy(buffer->block.data, from.data, from.size);
  }
  return handleOf(env, *static_cast<Instance*>(data), made);
}

// read(buffer, dtype, offset, array): fills the array with elements from `offset` on. Half types are read as float32.
napi_value read(napi_env env, napi_callback_info info) {
  size_t count = 4;
  napi_value args[4];
  napi_get_cb_info(env, info, &count, args, nullptr, nullptr);
  Bytes to;
  const Buffer* buffer = count == 4 ? bufferOf(env, args[0]) : nullptr;
  if (buffer == nullptr || buffer->block.data == nullptr) return fail(env, {"badBuffer", "the memory was given back"});
  const int64_t number = integerOf(env, args[1], numDTypes - 1);
  const int64_t offset = integerOf(env, args[2], int64_t{1} << 53);
  if (number < 0 || offset < 0 || !bytesUnder(env, args[3], to)) return fail(env, failureOf(Status::badCall));
  const DType dtype = static_cast<DType>(number);
  const bool half = dtype == DType::float16 || dtype == DType::bfloat16;
  const size_t size = bytesOf(dtype);
  const size_t wanted = to.size / (half ? sizeof(float) : size);
  const size_t held = buffer->bytes / size;
  const size_t start = static_cast<size_t>(offset);
  if (wanted > held || start > held - wanted) return fail(env, {"badBuffer", "the memory is smaller than that"});
  const char* from = static_cast<const char*>(buffer->block.data) + start * size;
  if (half) {
    const uint16_t* source = reinterpret_cast<const uint16_t*>(from);
    float* target = reinterpret_cast<float*>(to.data);
    for (size_t i = 0; i < wanted; i++) {
      target[i] = dtype == DType::float16 ? fromFloat16(source[i]) : fromBfloat16(source[i]);
    }
  } else if (wanted > 0) {
    memcpy(to.data, from, wanted * size);
  }
  return nullptr;
}

}  // namespace mariana::addon
