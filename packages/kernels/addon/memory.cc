// What JavaScript says and asks about memory.
#include "instance.h"
#include "pool.h"

namespace mariana::addon {

// free(buffer): gives the memory back at once; whether there was any.
napi_value freeBuffer(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value handle;
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, &handle, nullptr, &data);
  Buffer* buffer = count == 1 ? bufferOf(env, handle) : nullptr;
  const bool had = buffer != nullptr && buffer->block.data != nullptr;
  if (had) {
    tally(*static_cast<Instance*>(data), *buffer, -1);
    emptyBuffer(buffer);
  }
  napi_value answer;
  napi_get_boolean(env, had, &answer);
  return answer;
}

// share(buffer, spare): another handle of its memory, which is `spare` if that is the handle of an empty buffer.
napi_value share(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value args[2];
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, args, nullptr, &data);
  Buffer* buffer = count > 0 ? bufferOf(env, args[0]) : nullptr;
  if (buffer == nullptr || buffer->block.data == nullptr) return fail(env, {"badBuffer", "the memory was given back"});
  Buffer* empty = count > 1 ? bufferOf(env, args[1]) : nullptr;
  if (empty != nullptr && empty->block.data != nullptr) empty = nullptr;
  Buffer* shared = shareBuffer(buffer, empty);
  if (shared == nullptr) return fail(env, failureOf(Status::outOfMemory));
  return handleOf(env, *static_cast<Instance*>(data), Made{shared, empty == nullptr ? nullptr : args[1], false});
}

// usage(): bytes, buffers and tensors of this instance; bytes taken from the pool (scratch too) and waiting in it.
napi_value usage(napi_env env, napi_callback_info info) {
  void* data = nullptr;
  napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &data);
  const Instance& instance = *static_cast<Instance*>(data);
  const PoolUsage pool = poolUsage();
  const int64_t numbers[] = {instance.bytes, instance.buffers, instance.tensors, pool.taken, pool.kept};
  napi_value list;
  napi_create_array_with_length(env, 5, &list);
  for (uint32_t i = 0; i < 5; i++) {
    napi_value number;
    napi_create_int64(env, numbers[i], &number);
    napi_set_element(env, list, i, number);
  }
  return list;
}

// onPressure(collect): the function to call where memory is held that may be garbage.
napi_value onPressure(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value function;
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, &function, nullptr, &data);
  Instance* instance = static_cast<Instance*>(data);
  napi_valuetype type = napi_undefined;
  if (count == 1) napi_typeof(env, function, &type);
  if (type != napi_function) return fail(env, failureOf(Status::badCall));
  if (instance->collect != nullptr) napi_delete_reference(env, instance->collect);
  napi_create_reference(env, function, 1, &instance->collect);
  return nullptr;
}

}  // namespace mariana::addon
