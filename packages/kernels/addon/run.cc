// JavaScript writes a call into `words`, a shared array of numbers (engine/record.h), and calls run.
#include <stdio.h>

#include "instance.h"

namespace mariana::addon {

// run(length, spare, buffer…) or run(length, spare, [buffer…]): the handle of the output, which is `spare` if that is the
// handle of an empty buffer; or an array of several.
napi_value runCall(napi_env env, napi_callback_info info) {
  constexpr size_t most = 10;
  size_t count = most;
  napi_value args[most];
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, args, nullptr, &data);
  Instance& instance = *static_cast<Instance*>(data);
  Record& record = instance.record;
  // All handles first: an array with getters runs JavaScript, which may write another record or give memory back.
  napi_value listed[maxArrays];
  const napi_value* handles = args + 2;
  uint32_t given = count > 2 ? static_cast<uint32_t>(count < most ? count : most) - 2 : 0;
  bool isArray = false;
  if (count == 3) napi_is_array(env, args[2], &isArray);
  if (isArray) {
    napi_get_array_length(env, args[2], &given);
    if (given > maxArrays) return fail(env, {"badCall", "there are too many inputs"});
    for (uint32_t i = 0; i < given; i++) {
      if (napi_get_element(env, args[2], i, &listed[i]) != napi_ok) return nullptr;
    }
    handles = listed;
  }
  const int64_t length = count > 0 ? integerOf(env, args[0], maxWords) : -1;
  if (length < 0 || !readRecord(instance.words, static_cast<int>(length), record)) return fail(env, {"badCall", "this is no record"});
  Call& call = record.call;
  for (int i = 0; i < call.numInputs; i++) {
    if (static_cast<uint32_t>(i) >= given || !placeInput(record, i, bufferOf(env, handles[i]))) {
      return fail(env, {"badBuffer", "an input is not the memory that it should be"});
    }
  }

  Status status = Status::ok;
  Made buffers[maxArrays];
  int made = 0;
  for (; made < call.numOutputs; made++) {
    Array& output = record.arrays[call.numInputs + made];
    napi_value spare = count > 1 && call.numOutputs == 1 ? args[1] : nullptr;
    buffers[made] = makeOrReuse(env, spare, static_cast<size_t>(output.size) * bytesOf(output.dtype));
    if (buffers[made].buffer == nullptr) {
      status = Status::outOfMemory;
      break;
    }
    output.data = buffers[made].buffer->block.data;
  }
  if (status == Status::ok) status = run(record.op, call);
  if (status != Status::ok) {
    for (int i = 0; i < made; i++) discard(buffers[i]);
    if (status != Status::indexOutside) return fail(env, failureOf(status));
    char message[96];
    snprintf(message, sizeof message, "%lld,%lld", static_cast<long long>(call.detail[0]), static_cast<long long>(call.detail[1]));
    return fail(env, {"indexOutside", message});
  }
  if (call.numOutputs == 1) return handleOf(env, instance, buffers[0]);
  napi_value list;
  napi_create_array_with_length(env, static_cast<size_t>(call.numOutputs), &list);
  for (int i = 0; i < call.numOutputs; i++) {
    napi_set_element(env, list, static_cast<uint32_t>(i), handleOf(env, instance, buffers[i]));
  }
  return list;
}

}  // namespace mariana::addon
