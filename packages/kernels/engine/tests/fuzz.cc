#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#if defined(__unix__) && !defined(__wasi__)
#define MARIANA_HAS_SIGNALS
#include <signal.h>
#include <unistd.h>
// Told by the sanitizers, where the program is built with them, before they end it.
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*)());
#endif

#include "check.h"
#include "corpus.h"
#include "pool.h"
#include "registry.h"
#include "record.h"
#include "system/threads.h"

namespace mariana::tests {
namespace {

constexpr int mostWords = 600;                   // of a call that is spoiled
constexpr size_t mostBytes = size_t{1} << 16;    // of all its arrays, as recorded
constexpr size_t largestArrays = size_t{1} << 20;  // and as spoiled
constexpr int timesEach = 12;

Record record;  // too large for a stack
double words[mostWords + 8];
int length = 0;

// What numbers from JavaScript may be.
constexpr double odd[] = {0,  1,  2,  3,  4,  7,  8,  9,  15, 16, 17, 64, 255, 256, 1000, 65536, -1, -2, -7, 0.5, 1e-300, 1.5,
                          2147483647.0, 2147483648.0, -2147483648.0, 4294967295.0, 4294967296.0, 3037000500.0,
                          4503599627370496.0, 9007199254740991.0, 9007199254740992.0, -9007199254740992.0,
                          1e19, -1e19, 1e300, NAN, HUGE_VAL, -HUGE_VAL};
constexpr int64_t numOdd = sizeof odd / sizeof odd[0];

void tell() {
  const bool known = length > 0 && words[0] >= 0 && words[0] < numOps;
  fprintf(stderr, "fuzz: the call of %s was", known ? ops[static_cast<int>(words[0])].name : "no kernel");
  for (int i = 0; i < length; i++) fprintf(stderr, " %.17g", words[i]);
  fprintf(stderr, "\n");
}

#if defined(MARIANA_HAS_SIGNALS)
constexpr unsigned secondsEach = 20;

void tooLong(int) {
  fprintf(stderr, "fuzz: a call does not end\n");
  tell();
  _exit(1);
}
#endif

double oddNear(Draw& draw, double value) {
  switch (draw.below(6)) {
    case 0: return value + 1;
    case 1: return value - 1;
    case 2: return value * 2;
    case 3: return -value;
    case 4: return words[draw.below(length)];
    default: return odd[draw.below(numOdd)];
  }
}

// Changes the record at one place, or at several that belong together.
void spoil(Draw& draw) {
  const int at = static_cast<int>(draw.below(length));
  switch (draw.below(9)) {
    case 0: words[0] = static_cast<double>(draw.below(numOps)); return;
    case 1: {  // one size, wherever it stands
      const double from = words[4 + draw.below(length > 4 ? length - 4 : 1)], to = static_cast<double>(draw.below(24));
      for (int i = 4; i < length; i++) {
        if (words[i] == from) words[i] = to;
      }
      return;
    }
    case 2: {
      const int other = static_cast<int>(draw.below(length));
      const double kept = words[at];
      words[at] = words[other];
      words[other] = kept;
      return;
    }
    case 3:  // one parameter more
      words[length++] = odd[draw.below(numOdd)];
      words[3] += 1;
      return;
    case 4:  // or less
      if (words[3] < 1) return;
      length--;
      words[3] -= 1;
      return;
    case 5: {  // a parameter
      const int params = static_cast<int>(words[3] > 0 && words[3] < length ? words[3] : 0);
      if (params > 0) {
        const int param = length - 1 - static_cast<int>(draw.below(params));
        words[param] = oddNear(draw, words[param]);
      }
      return;
    }
    case 6: length = at > 4 && draw.below(4) == 0 ? at : length; return;
    default: words[at] = oddNear(draw, words[at]);
  }
}

// Elements: those of the recorded call, or any bytes.
void fillArray(Draw& draw, const Array& array, const char* recorded, size_t bytes) {
  char* to = static_cast<char*>(array.data);
  const bool any = bytes == 0 || draw.below(4) == 0;
  for (size_t i = 0; i < bytesIn(array); i++) to[i] = any ? static_cast<char>(draw.bits() >> 32) : recorded[i % bytes];
}

struct Counts {
  int64_t tried = 0, records = 0, refused = 0, changed = 0;
};

// Runs what is in `record`, on arrays of its sizes.
void runSpoiled(Draw& draw, const char* recorded, size_t bytes, Counts& counts) {
  const int inputs = record.call.numInputs, arrays = inputs + record.call.numOutputs;
  size_t total = 0;
  for (int i = 0; i < arrays; i++) {
    if (record.arrays[i].size > static_cast<int64_t>(largestArrays)) return;
    total += bytesIn(record.arrays[i]);
  }
  if (total > largestArrays) return;
  counts.records++;
  char* before = static_cast<char*>(malloc(total + 1));
  size_t at = 0;
  for (int i = 0; i < arrays; i++) {
    Array& array = record.arrays[i];
    array.data = malloc(bytesIn(array) > 0 ? bytesIn(array) : 1);
    if (i >= inputs) continue;
    fillArray(draw, array, recorded + (at < bytes ? at : 0), at < bytes ? bytes - at : bytes);
    memcpy(before + at, array.data, bytesIn(array));
    at += bytesIn(array);
  }
  if (run(record.op, record.call) != Status::ok) counts.refused++;
  at = 0;
  for (int i = 0; i < arrays; i++) {
    const Array& array = record.arrays[i];
    if (i < inputs && memcmp(before + at, array.data, bytesIn(array)) != 0) {
      printf("fuzz: an input has changed\n");
      tell();
      counts.changed++;
    }
    if (i < inputs) at += bytesIn(array);
    free(array.data);
  }
  free(before);
}

void fuzzOne(Draw& draw, const double* given, int count, const char* recorded, size_t bytes, Counts& counts) {
  for (int time = 0; time < timesEach; time++) {
    memcpy(words, given, static_cast<size_t>(count) * sizeof(double));
    length = count;
    const int64_t changes = draw.below(3);
    for (int64_t i = 0; i <= changes && length < mostWords && length > 3; i++) spoil(draw);
    counts.tried++;
    // Of its own size, so that a record that is read too far is seen.
    double* exact = static_cast<double*>(malloc(static_cast<size_t>(length) * sizeof(double) + 1));
    memcpy(exact, words, static_cast<size_t>(length) * sizeof(double));
#if defined(MARIANA_HAS_SIGNALS)
    alarm(secondsEach);
#endif
    if (readRecord(exact, length, record)) runSpoiled(draw, recorded, bytes, counts);
    free(exact);
  }
}

}  // namespace

int fuzz(const char* name, uint64_t seed) {
  Corpus corpus;
  if (!corpus.open(name)) return 2;
#if defined(MARIANA_HAS_SIGNALS)
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(tell);
  signal(SIGALRM, tooLong);
#endif
  setNumThreads(2);
  setPoolBound(0);
  Draw draw(seed);
  Counts counts;
  char* bytes = static_cast<char*>(malloc(mostBytes + 1));
  while (!corpus.atEnd()) {
    int count = 0;
    double* given = corpus.next(count);
    if (!readRecord(given, count, record)) return 2;
    size_t held = 0, inputs = 0;
    for (int i = 0; i < record.call.numInputs + record.call.numOutputs; i++) {
      held += bytesIn(record.arrays[i]);
      if (i < record.call.numInputs) inputs += bytesIn(record.arrays[i]);
    }
    if (held > mostBytes || count > mostWords) {
      corpus.skip(held);
    } else {
      corpus.read(bytes, inputs);
      corpus.skip(held - inputs);
      fuzzOne(draw, given, count, bytes, inputs, counts);
    }
    free(given);
  }
#if defined(MARIANA_HAS_SIGNALS)
  alarm(0);
#endif
  free(bytes);
  corpus.close();
  printf("fuzz, %s, seed %llu: %lld calls, of which %lld were records, and kernels refused %lld\n", instructionSet().name,
         static_cast<unsigned long long>(seed), static_cast<long long>(counts.tried), static_cast<long long>(counts.records),
         static_cast<long long>(counts.refused));
  if (poolUsage().taken != 0) printf("fuzz: memory is not given back\n");
  return counts.changed > 0 || counts.records == 0 || poolUsage().taken != 0 ? 1 : 0;
}

}  // namespace mariana::tests
