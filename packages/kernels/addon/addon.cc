// The engine as a Node-API addon: its settings, and what it exports.
#include <stdlib.h>

#include "instance.h"
#include "pool.h"
#include "system/threads.h"

using namespace mariana;
using namespace mariana::addon;

namespace {

constexpr int abi = 5;  // of this folder against src/native.ts: raised when either changes what it expects

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

// Instead of a crash at the first kernel. The loader adds which processor it is, and what to do.
constexpr Failure unsupportedProcessor = {
    "noInstructionSet", "the processor runs none of the instruction sets that it holds:"
#define MARIANA_SET(set) " " #set
#include "instruction-sets.def"
#undef MARIANA_SET
};

}  // namespace

NAPI_MODULE_INIT() {
  if (!supportsProcessor()) return fail(env, unsupportedProcessor);
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
