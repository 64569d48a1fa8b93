// JavaScript writes a call into `words`, a shared array of numbers (engine/record.h), and calls run.
#include <stdio.h>

#include "instance.h"

namespace mariana::addon {

// The elements of an array of at most `maxArrays`; −1 where it has more, or fails to give them.
static int elementsOf(napi_env env, napi_value array, napi_value* elements) {
  uint32_t count = 0;
  napi_get_array_length(env, array, &count);
  if (count > maxArrays) return -1;
  for (uint32_t i = 0; i < count; i++) {
    if (napi_get_element(env, array, i, &elements[i]) != napi_ok) return -1;
  }
  return static_cast<int>(count);
}

// run(length, spare, buffer…) or run(length, spare, [buffer…]): the handle of the output, which is `spare` if that is the
// handle of an empty buffer; or an array of several, of which those take their place in the memory of a handle in the array
// `spare` that one tensor alone holds.
napi_value runCall(napi_env env, napi_callback_info info) {
  constexpr size_t most = 10;
  size_t count = most;
  napi_value args[most];
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, args, nullptr, &data);
  Instance& instance = *static_cast<Instance*>(data);
  Record& record = instance.record;
  // All handles first: an array with getters runs JavaScript, which may write another record or give memory back.
  napi_value listed[maxArrays], places[maxArrays];
  const napi_value* handles = args + 2;
  int given = count > 2 ? static_cast<int>(count < most ? count : most) - 2 : 0, placed = 0;
  bool isArray = false, isPlaced = false;
  if (count == 3) napi_is_array(env, args[2], &isArray);
  if (count > 1) napi_is_array(env, args[1], &isPlaced);
  if (isArray) given = elementsOf(env, args[2], listed), handles = listed;
  if (isPlaced) placed = elementsOf(env, args[1], places);
  if (given < 0 || placed < 0) return fail(env, {"badCall", "there are too many arrays"});
  const int64_t length = count > 0 ? integerOf(env, args[0], maxWords) : -1;
  if (length < 0 || !readRecord(instance.words, static_cast<int>(length), record)) return fail(env, {"badCall", "this is no record"});
  Call& call = record.call;
  for (int i = 0; i < call.numInputs; i++) {
    if (i >= given || !placeInput(record, i, bufferOf(env, handles[i]))) {
      return fail(env, {"badBuffer", "an input is not the memory that it should be"});
    }
  }

  Status status = Status::ok;
  Made buffers[maxArrays];
  int made = 0;
  for (; made < call.numOutputs; made++) {
    Array& output = record.arrays[call.numInputs + made];
    const size_t bytes = static_cast<size_t>(output.size) * bytesOf(output.dtype);
    if (made < placed) buffers[made] = takePlace(env, places[made], bytes, buffers, made);
    if (made >= placed || buffers[made].buffer == nullptr) {
      buffers[made] = makeOrReuse(env, count > 1 && call.numOutputs == 1 ? args[1] : nullptr, bytes);
    }
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
