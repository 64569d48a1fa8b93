// Replays a file of calls, see corpus.h.
#include "replay.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "corpus.h"
#include "failing-memory.h"
#include "half.h"
#include "pool.h"
#include "record.h"
#include "registry.h"
#include "system/threads.h"

namespace mariana::tests {
namespace {

constexpr int mostAllocations = 24;  // that fail one after the other in a call
constexpr int mostFailures = 20;     // that are printed

double element(const void* data, DType dtype, int64_t i) {
  switch (dtype) {
    case DType::float32: return static_cast<double>(static_cast<const float*>(data)[i]);
    case DType::float64: return static_cast<const double*>(data)[i];
    case DType::float16: return static_cast<double>(fromFloat16(static_cast<const uint16_t*>(data)[i]));
    default: return static_cast<double>(fromBfloat16(static_cast<const uint16_t*>(data)[i]));
  }
}

bool isFloating(DType dtype) { return dtype >= DType::float16; }

// How far two instruction sets may be apart, as a part of an array's largest element: sums have another order.
double allowed(DType dtype) {
  switch (dtype) {
    case DType::float32: return 1e-4;
    case DType::float64: return 1e-10;
    default: return 0.02;
  }
}

// Whether outputs agree with the recorded ones.
bool agrees(const Array& output, const void* expected) {
  if (!isFloating(output.dtype)) return memcmp(output.data, expected, bytesIn(output)) == 0;
  double largest = 0.01;  // what would be 0 but for rounding may be any small number
  for (int64_t i = 0; i < output.size; i++) {
    const double value = fabs(element(expected, output.dtype, i));
    if (value < HUGE_VAL && value > largest) largest = value;
  }
  bool same = true;
  for (int64_t i = 0; i < output.size && same; i++) {
    const double is = element(output.data, output.dtype, i), was = element(expected, output.dtype, i);
    same = (is != is && was != was) || is == was || fabs(is - was) <= allowed(output.dtype) * largest;
    if (!same) note("element %lld is %g, was %g", static_cast<long long>(i), is, was);
  }
  return same;
}

struct Counts {
  int calls = 0, failures = 0;
  int64_t ranOut = 0;
};

Record record;  // too large for a stack

void give(Counts& counts, const char* what) {
  if (++counts.failures > mostFailures) return;
  printf("replay: call %d, %s: %s. Shapes:", counts.calls, ops[record.op].name, what);
  for (int i = 0; i < record.call.numInputs + record.call.numOutputs; i++) {
    const Array& array = record.arrays[i];
    printf(" %d[", static_cast<int>(array.dtype));
    for (int axis = 0; axis < array.rank; axis++) printf("%s%lld", axis > 0 ? "," : "", static_cast<long long>(array.shape[axis]));
    printf("]");
  }
  printf("\n");
}

// Runs the record with each allocation failing in turn. Failures may leave anything in the outputs.
void runOutOfMemory(Counts& counts) {
  const int64_t taken = poolUsage().taken;
  for (int64_t count = 0; count < mostAllocations; count++) {
    emptyPool();
    failAllocationsAfter(count);
    const Status status = run(record.op, record.call);
    const bool failed = hasFailed();
    failAllocationsAfter(-1);
    if (failed) counts.ranOut++;
    if (poolUsage().taken != taken) give(counts, "memory is not given back where it runs out");
    if (status != (failed ? Status::outOfMemory : Status::ok)) give(counts, "memory runs out and the status is another one");
    if (!failed) return;
  }
}

void replayOne(Corpus& corpus, Counts& counts) {
  int length = 0;
  double* words = corpus.next(length);
  counts.calls++;
  if (!readRecord(words, length, record)) {
    printf("replay: call %d is no record\n", counts.calls);
    exit(2);
  }
  const int inputs = record.call.numInputs, outputs = record.call.numOutputs;
  void** before = static_cast<void**>(malloc(static_cast<size_t>(inputs + outputs + 1) * sizeof(void*)));
  for (int i = 0; i < inputs + outputs; i++) {
    Array& array = record.arrays[i];
    before[i] = malloc(bytesIn(array) + 1);
    corpus.read(before[i], bytesIn(array));
    array.data = malloc(bytesIn(array) + 1);
    if (i < inputs) memcpy(array.data, before[i], bytesIn(array));
  }
  char* first = nullptr;  // the outputs on one thread
  constexpr int threadCounts[] = {1, 2, 5};
  for (const int threads : threadCounts) {
    setNumThreads(threads);
    size_t total = 0;
    for (int o = inputs; o < inputs + outputs; o++) {
      memset(record.arrays[o].data, threads == 1 ? 0xa5 : 0x5a, bytesIn(record.arrays[o]));
      total += bytesIn(record.arrays[o]);
    }
    if (run(record.op, record.call) != Status::ok) {
      give(counts, "it fails");
      break;
    }
    if (threads == 1) first = static_cast<char*>(malloc(total + 1));
    size_t at = 0;
    for (int o = inputs; o < inputs + outputs; o++) {
      const Array& array = record.arrays[o];
      if (threads == 1) memcpy(first + at, array.data, bytesIn(array));
      if (threads == 1 && !agrees(array, before[o])) give(counts, "it computes something else");
      if (threads > 1 && memcmp(first + at, array.data, bytesIn(array)) != 0) give(counts, "bits depend on the threads, or are not written");
      at += bytesIn(array);
    }
  }
  setNumThreads(2);
  runOutOfMemory(counts);
  for (int i = 0; i < inputs; i++) {
    if (memcmp(record.arrays[i].data, before[i], bytesIn(record.arrays[i])) != 0) give(counts, "an input has changed");
  }
  for (int i = 0; i < inputs + outputs; i++) {
    free(record.arrays[i].data);
    free(before[i]);
  }
  free(first);
  free(before);
  free(words);
}

}  // namespace

int replay(const char* name) {
  Corpus corpus;
  if (!corpus.open(name)) return 2;
  setPoolBound(0);
  Counts counts;
  while (!corpus.atEnd()) replayOne(corpus, counts);
  corpus.close();
  printf("replay, %s: %d calls, %lld without memory, %d failures\n", instructionSet().name, counts.calls,
         static_cast<long long>(counts.ranOut), counts.failures);
  return counts.failures > 0 || counts.calls == 0 ? 1 : 0;
}

}  // namespace mariana::tests
