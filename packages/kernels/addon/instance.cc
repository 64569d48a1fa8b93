#include "instance.h"

#include <stdlib.h>

namespace mariana::addon {
namespace {

// V8 knows nothing of this memory (told of it by napi_adjust_external_memory, Node.js 20 can abort within incremental
// marking), so that collecting is asked for here: the young first, all where that does not help. What remains may double.
void collectWhereNeeded(napi_env env, Instance& instance) {
  if (instance.held <= instance.allowed) return;
  const int64_t wanted = instance.allowed / 4 * 3;
  napi_value function, undefined, all;
  if (instance.collect != nullptr && napi_get_reference_value(env, instance.collect, &function) == napi_ok) {
    napi_get_undefined(env, &undefined);
    for (int round = 0; round < 2 && instance.held > wanted; round++) {
      napi_get_boolean(env, round == 1, &all);
      napi_call_function(env, undefined, function, 1, &all, nullptr);
    }
  }
  instance.allowed = instance.held * 2 > leastAllowed ? instance.held * 2 : leastAllowed;
}

void finalize(node_api_basic_env, void* data, void* hint) {
  Buffer* buffer = static_cast<Buffer*>(data);
  Instance* instance = static_cast<Instance*>(hint);
  if (buffer->block.data != nullptr) tally(*instance, *buffer, -1);
  deleteBuffer(buffer);
  instance->handles--;
  if (instance->closed && instance->handles == 0) free(instance);
}

napi_value handleOf(napi_env env, Instance& instance, Buffer* buffer) {
  napi_value handle;
  if (napi_create_external(env, buffer, finalize, &instance, &handle) != napi_ok) {
    deleteBuffer(buffer);
    return nullptr;
  }
  instance.handles++;
  tally(instance, *buffer, 1);
  collectWhereNeeded(env, instance);
  return handle;
}

}  // namespace

Failure failureOf(Status status) {
  switch (status) {
    case Status::outOfMemory: return {"outOfMemory", "there is not enough memory"};
    case Status::unsupported: return {"unsupported", "the kernel does not compute this dtype"};
    case Status::indexOutside: return {"indexOutside", "an index lies outside of its axis"};
    default: return {"badCall", "the arguments do not fit together"};
  }
}

napi_value fail(napi_env env, Failure failure) {
  napi_throw_error(env, failure.code, failure.message);
  return nullptr;
}

void tally(Instance& instance, const Buffer& buffer, int sign) {
  instance.tensors += sign;
  if (!isOnlyHolder(buffer)) return;
  instance.held += sign * static_cast<int64_t>(buffer.block.capacity);
  instance.bytes += sign * static_cast<int64_t>(buffer.bytes);
  instance.buffers += sign;
}

Buffer* bufferOf(napi_env env, napi_value handle) {
  void* data = nullptr;
  napi_valuetype type;
  if (napi_typeof(env, handle, &type) != napi_ok || type != napi_external) return nullptr;
  if (napi_get_value_external(env, handle, &data) != napi_ok) return nullptr;
  Buffer* buffer = static_cast<Buffer*>(data);
  return buffer != nullptr && buffer->mark == bufferMark ? buffer : nullptr;
}

int64_t integerOf(napi_env env, napi_value value, int64_t most) {
  double number = -1;
  if (napi_get_value_double(env, value, &number) != napi_ok) return -1;
  if (!(number >= 0 && number <= static_cast<double>(most))) return -1;
  return static_cast<int64_t>(number);
}

Made makeOrReuse(napi_env env, napi_value spare, size_t bytes) {
  Buffer* empty = spare == nullptr ? nullptr : bufferOf(env, spare);
  if (empty == nullptr || empty->block.data != nullptr) return {makeBuffer(bytes), nullptr, false};
  return fillBuffer(empty, bytes) ? Made{empty, spare, false} : Made{nullptr, nullptr, false};
}

Made takePlace(napi_env env, napi_value handle, size_t bytes, const Made* others, int numOthers) {
  Buffer* buffer = bufferOf(env, handle);
  constexpr Made none{nullptr, nullptr, false};
  if (buffer == nullptr || buffer->block.data == nullptr || !isOnlyHolder(*buffer) || buffer->bytes != bytes) return none;
  for (int i = 0; i < numOthers; i++) {
    if (others[i].buffer == buffer) return none;
  }
  return {buffer, handle, true};
}

napi_value handleOf(napi_env env, Instance& instance, const Made& made) {
  if (made.taken) return made.spare;
  if (made.spare == nullptr) return handleOf(env, instance, made.buffer);
  tally(instance, *made.buffer, 1);
  collectWhereNeeded(env, instance);
  return made.spare;
}

void discard(const Made& made) {
  if (made.taken) return;
  made.spare == nullptr ? deleteBuffer(made.buffer) : emptyBuffer(made.buffer);
}

}  // namespace mariana::addon
