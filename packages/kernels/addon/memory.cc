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

// share(buffer, change): that many more tensors hold it.
napi_value share(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value args[2];
  void* data = nullptr;
  int32_t change = 0;
  napi_get_cb_info(env, info, &count, args, nullptr, &data);
  Buffer* buffer = count == 2 ? bufferOf(env, args[0]) : nullptr;
  if (buffer == nullptr || buffer->block.data == nullptr) return nullptr;
  napi_get_value_int32(env, args[1], &change);
  buffer->tensors += change;
  static_cast<Instance*>(data)->tensors += change;
  return nullptr;
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
