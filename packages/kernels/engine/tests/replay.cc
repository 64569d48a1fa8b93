// A file of calls: "mariana calls 1\n", the number of names of ops and the names, each ending in a zero; then for each call
// its number of words (uint32), the words (float64: a record, see record.h, whose inputs have offset 0), the bytes of its
// inputs, and those of its outputs. Little-endian.
#include "replay.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arrays.h"
#include "failing-memory.h"
#include "half.h"
#include "pool.h"
#include "record.h"
#include "system/threads.h"

namespace mariana::tests {
namespace {

constexpr int mostAllocations = 24;  // that fail one after the other in a call
constexpr int mostFailures = 20;     // that are printed

// Reads as it goes: a file is larger than what a small machine, or WebAssembly, should have to hold.
struct Reader {
  FILE* file;
  void read(void* to, size_t bytes) {
    if (fread(to, 1, bytes, file) == bytes) return;
    printf("replay: the file ends too early\n");
    exit(2);
  }
  uint32_t number() {
    uint32_t value;
    read(&value, sizeof value);
    return value;
  }
  bool atEnd() {
    const int next = fgetc(file);
    if (next != EOF) ungetc(next, file);
    return next == EOF;
  }
};

size_t bytesIn(const Array& array) { return static_cast<size_t>(array.size) * bytesOf(array.dtype); }

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

void replayOne(Reader& reader, const int* opOfFile, uint32_t numFileOps, Counts& counts) {
  const uint32_t length = reader.number();
  double* words = static_cast<double*>(malloc(length * sizeof(double)));
  reader.read(words, length * sizeof(double));
  if (length == 0 || words[0] >= numFileOps) exit(2);
  words[0] = opOfFile[static_cast<int>(words[0])];
  counts.calls++;
  if (!readRecord(words, static_cast<int>(length), record)) {
    printf("replay: call %d is no record\n", counts.calls);
    exit(2);
  }
  const int inputs = record.call.numInputs, outputs = record.call.numOutputs;
  void** before = static_cast<void**>(malloc(static_cast<size_t>(inputs + outputs + 1) * sizeof(void*)));
  for (int i = 0; i < inputs + outputs; i++) {
    Array& array = record.arrays[i];
    before[i] = malloc(bytesIn(array) + 1);
    reader.read(before[i], bytesIn(array));
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
  Reader reader{fopen(name, "rb")};
  if (reader.file == nullptr) {
    printf("replay: there is no %s\n", name);
    return 2;
  }
  constexpr char magic[] = "mariana calls 1\n";
  char begin[sizeof magic] = {};
  reader.read(begin, sizeof magic - 1);
  if (strcmp(begin, magic) != 0) return 2;
  const uint32_t count = reader.number();
  int* numbers = static_cast<int*>(malloc((count + 1) * sizeof(int)));
  for (uint32_t i = 0; i < count; i++) {
    char op[64];
    size_t length = 0;
    do {
      if (length == sizeof op) return 2;
      reader.read(op + length, 1);
    } while (op[length++] != '\0');
    numbers[i] = opOf(op);
  }
  setPoolBound(0);
  Counts counts;
  while (!reader.atEnd()) replayOne(reader, numbers, count, counts);
  free(numbers);
  fclose(reader.file);
  printf("replay, %s: %d calls, %lld without memory, %d failures\n", instructionSet().name, counts.calls,
         static_cast<long long>(counts.ranOut), counts.failures);
  return counts.failures > 0 || counts.calls == 0 ? 1 : 0;
}

}  // namespace mariana::tests
