// What the addon keeps for each environment that loads it (the main thread's, each worker's), and the handles by which
// JavaScript holds buffers.
//
// Buffers are externals with basic finalizers, which run within the collection itself: those of ordinary addons wait for
// the event loop, and in a synchronous loop nothing would ever be freed.
#pragma once
#define NAPI_EXPERIMENTAL
#define NAPI_VERSION 2147483647
#include <node_api.h>
#include <stdint.h>

#include "buffer.h"
#include "record.h"
#include "registry.h"

namespace mariana::addon {

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

// An error for JavaScript: src/native.ts knows the codes.
struct Failure {
  const char* code;
  const char* message;
};

Failure failureOf(Status status);

// Throws it; what a function then returns.
napi_value fail(napi_env env, Failure failure);

// The buffer behind a handle; null where it is no handle of ours.
Buffer* bufferOf(napi_env env, napi_value handle);

// A whole number from 0 to `most`, or −1.
int64_t integerOf(napi_env env, napi_value value, int64_t most);

// Counts what comes to be held by a handle (1), or no longer is (−1): memory that several hold once, by the first and the last.
void tally(Instance& instance, const Buffer& buffer, int sign);

// A new buffer, or memory for an empty one that is used again, whose handle is then `spare`.
struct Made {
  Buffer* buffer;
  napi_value spare;
  bool taken;  // from an input, which has it if the call fails; no initializer, since a call makes an array of these
};

Made makeOrReuse(napi_env env, napi_value spare, size_t bytes);
// The memory of a handle if one tensor alone holds it, it is as large and none of the outputs so far has it.
Made takePlace(napi_env env, napi_value handle, size_t bytes, const Made* others, int numOthers);
napi_value handleOf(napi_env env, Instance& instance, const Made& made);
void discard(const Made& made);

// The functions of the addon, each described where it is.
napi_value runCall(napi_env env, napi_callback_info info);
napi_value upload(napi_env env, napi_callback_info info);
napi_value read(napi_env env, napi_callback_info info);
napi_value freeBuffer(napi_env env, napi_callback_info info);
napi_value share(napi_env env, napi_callback_info info);
napi_value usage(napi_env env, napi_callback_info info);
napi_value onPressure(napi_env env, napi_callback_info info);

}  // namespace mariana::addon
