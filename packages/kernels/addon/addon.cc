// The engine as a Node-API addon. JavaScript writes a call into `words`, a shared array of numbers (engine/record.h), and
// calls run(length, buffers…).
//
// Buffers are externals with basic finalizers, which run within the collection itself: those of ordinary addons wait for
// the event loop, and in a synchronous loop nothing would ever be freed.
#define NAPI_EXPERIMENTAL
#define NAPI_VERSION 2147483647
#include <node_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "half.h"
#include "record.h"
#include "registry.h"
#include "system/threads.h"

using namespace mariana;

namespace {

constexpr int abi = 3;  // of this file against src/native.ts: raised when either changes what it expects
constexpr int64_t leastAllowed = int64_t{128} << 20;

struct Instance {
  double* words = nullptr;
  napi_ref wordsReference = nullptr;
  napi_ref collect = nullptr;      // JavaScript's function that collects garbage: collect(whether all of it)
  int64_t held = 0;                // bytes behind handles
  int64_t allowed = leastAllowed;  // how many there may be before garbage is collected
  int64_t handles = 0;             // not finalized yet
  int64_t bytes = 0, buffers = 0, tensors = 0;  // of handles with memory
  bool closed = false;  // the environment is going away, and finalizers may still come, in any order
  Record record;
};

struct Failure {
  const char* code;
  const char* message;
};

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

void tally(Instance& instance, const Buffer& buffer, int sign) {
  instance.held += sign * static_cast<int64_t>(buffer.block.capacity);
  instance.bytes += sign * static_cast<int64_t>(buffer.bytes);
  instance.buffers += sign;
  instance.tensors += sign * buffer.tensors;
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

// A new buffer, or memory for an empty one that is used again, whose handle is then `spare`.
struct Made {
  Buffer* buffer;
  napi_value spare;
};

Made makeOrReuse(napi_env env, napi_value spare, size_t bytes) {
  Buffer* empty = spare == nullptr ? nullptr : bufferOf(env, spare);
  if (empty == nullptr || empty->block.data != nullptr) return {makeBuffer(bytes), nullptr};
  return fillBuffer(empty, bytes) ? Made{empty, spare} : Made{nullptr, nullptr};
}

napi_value handleOf(napi_env env, Instance& instance, const Made& made) {
  if (made.spare == nullptr) return handleOf(env, instance, made.buffer);
  tally(instance, *made.buffer, 1);
  collectWhereNeeded(env, instance);
  return made.spare;
}

void discard(const Made& made) { made.spare == nullptr ? deleteBuffer(made.buffer) : emptyBuffer(made.buffer); }

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
  const int64_t length = count > 0 ? integerOf(env, args[0], maxWords) : -1;
  if (length < 0 || !readRecord(instance.words, static_cast<int>(length), record)) return fail(env, {"badCall", "this is no record"});
  Call& call = record.call;
  bool isArray = false;
  if (count == 3) napi_is_array(env, args[2], &isArray);
  for (int i = 0; i < call.numInputs; i++) {
    napi_value handle = nullptr;
    if (isArray) {
      napi_get_element(env, args[2], static_cast<uint32_t>(i), &handle);
    } else if (static_cast<size_t>(i) + 2 < count && i + 2 < static_cast<int>(most)) {
      handle = args[i + 2];
    }
    if (handle == nullptr || !placeInput(record, i, bufferOf(env, handle))) {
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

// setThreads(count)
napi_value setThreads(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arg;
  napi_get_cb_info(env, info, &count, &arg, nullptr, nullptr);
  const int64_t threads = count == 1 ? integerOf(env, arg, 256) : -1;
  if (threads < 1) return fail(env, failureOf(Status::badCall));
  setNumThreads(static_cast<int>(threads));
  return nullptr;
}

napi_value threads(napi_env env, napi_callback_info) {
  napi_value number;
  napi_create_int32(env, numThreads(), &number);
  return number;
}

// chooseInstructionSet(name): whether it is one of this build that runs on this processor.
napi_value choose(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arg, chosen;
  char name[32] = "";
  napi_get_cb_info(env, info, &count, &arg, nullptr, nullptr);
  if (count == 1) napi_get_value_string_utf8(env, arg, name, sizeof name, nullptr);
  napi_get_boolean(env, chooseInstructionSet(name), &chosen);
  return chosen;
}

napi_value chosen(napi_env env, napi_callback_info) {
  napi_value name;
  napi_create_string_utf8(env, instructionSet().name, NAPI_AUTO_LENGTH, &name);
  return name;
}

napi_value emptyThePool(napi_env, napi_callback_info) {
  emptyPool();
  return nullptr;
}

void leave(napi_env, void* data, void*) {
  Instance* instance = static_cast<Instance*>(data);
  instance->closed = true;
  if (instance->handles == 0) free(instance);
}

void set(napi_env env, napi_value target, const char* name, napi_value value) {
  napi_set_named_property(env, target, name, value);
}

void setFunction(napi_env env, napi_value target, const char* name, napi_callback function, Instance* instance) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, instance, &value);
  set(env, target, name, value);
}

napi_value names(napi_env env, int count, const char* (*nameOf)(int)) {
  napi_value list;
  napi_create_array_with_length(env, static_cast<size_t>(count), &list);
  for (int i = 0; i < count; i++) {
    napi_value name;
    napi_create_string_utf8(env, nameOf(i), NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, list, static_cast<uint32_t>(i), name);
  }
  return list;
}

}  // namespace

NAPI_MODULE_INIT() {
  Instance* instance = static_cast<Instance*>(calloc(1, sizeof(Instance)));
  if (instance == nullptr) return nullptr;
  void* memory = nullptr;
  napi_value buffer, words, number;
  napi_create_arraybuffer(env, maxWords * sizeof(double), &memory, &buffer);
  napi_create_typedarray(env, napi_float64_array, maxWords, buffer, 0, &words);
  napi_create_reference(env, words, 1, &instance->wordsReference);
  instance->words = static_cast<double*>(memory);
  napi_set_instance_data(env, instance, leave, nullptr);

  set(env, exports, "words", words);
  napi_create_int32(env, abi, &number);
  set(env, exports, "abi", number);
  set(env, exports, "ops", names(env, numOps, [](int i) { return ops[i].name; }));
  set(env, exports, "instructionSets", names(env, numInstructionSets, [](int i) { return instructionSets[i].name; }));
  setFunction(env, exports, "run", runCall, instance);
  setFunction(env, exports, "upload", upload, instance);
  setFunction(env, exports, "read", read, instance);
  setFunction(env, exports, "free", freeBuffer, instance);
  setFunction(env, exports, "share", share, instance);
  setFunction(env, exports, "usage", usage, instance);
  setFunction(env, exports, "onPressure", onPressure, instance);
  setFunction(env, exports, "setThreads", setThreads, instance);
  setFunction(env, exports, "threads", threads, instance);
  setFunction(env, exports, "chooseInstructionSet", choose, instance);
  setFunction(env, exports, "instructionSet", chosen, instance);
  setFunction(env, exports, "emptyPool", emptyThePool, instance);
  return exports;
}
