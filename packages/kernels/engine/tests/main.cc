// Runs the tests whose names hold one of the arguments; all of them without.
//   engine-tests [--isa NAME] [--threads N] [name…]
//   engine-tests --replay FILE [--isa NAME] …: see replay.h
//   engine-tests --fuzz FILE [--seed N] [--isa NAME] …: see fuzz.h
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fuzz.h"
#include "registry.h"
#include "replay.h"
#include "system/threads.h"

namespace mariana::tests {
namespace {

Test* first = nullptr;
int failures = 0;  // of the test at hand; by the main thread alone
char noted[256] = "";

bool isWanted(const Test& test, int count, char** names) {
  if (count == 0) return true;
  for (int i = 0; i < count; i++) {
    if (strstr(test.name, names[i]) != nullptr) return true;
  }
  return false;
}

int runTests(int count, char** names) {
  int passed = 0, failed = 0;
  for (const Test* test = first; test != nullptr; test = test->next) {
    if (!isWanted(*test, count, names)) continue;
    failures = 0;
    noted[0] = 0;
    test->body();
    if (failures > 0) printf("failed: %s, %d checks\n", test->name, failures);
    (failures > 0 ? failed : passed)++;
  }
  printf("engine tests, %s: %d passed, %d failed\n", instructionSet().name, passed, failed);
  return failed > 0 || passed == 0 ? 1 : 0;
}

}  // namespace

Test* add(Test* test) {
  test->next = first;
  first = test;
  return test;
}

void fail(const char* file, int line, const char* what) {
  if (++failures > 5) return;
  const char* name = strrchr(file, '/');
  printf("%s:%d: %s%s%s\n", name != nullptr ? name + 1 : file, line, what, noted[0] != 0 ? ", at " : "", noted);
}

void note(const char* format, ...) {
  va_list values;
  va_start(values, format);
  vsnprintf(noted, sizeof noted, format, values);
  va_end(values);
}

uint64_t Draw::bits() {
  // xorshift64*
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 2685821657736338717ull;
}

bool near(double a, double b, double tolerance) {
  if (a != a || b != b) return a != a && b != b;
  if (a == b) return true;
  return fabs(a - b) <= tolerance * (1 + fabs(b));
}

}  // namespace mariana::tests

int main(int count, char** arguments) {
  const char *corpus = nullptr, *fuzzed = nullptr;
  uint64_t seed = 1;
  int at = 1;
  for (; at + 1 < count && arguments[at][0] == '-'; at += 2) {
    const char* value = arguments[at + 1];
    if (strcmp(arguments[at], "--isa") == 0) {
      if (mariana::chooseInstructionSet(value)) continue;
      printf("engine tests: this build or processor has no %s\n", value);
      return 2;
    }
    if (strcmp(arguments[at], "--threads") == 0) mariana::setNumThreads(atoi(value));
    if (strcmp(arguments[at], "--replay") == 0) corpus = value;
    if (strcmp(arguments[at], "--fuzz") == 0) fuzzed = value;
    if (strcmp(arguments[at], "--seed") == 0) seed = strtoull(value, nullptr, 10);
  }
  if (fuzzed != nullptr) return mariana::tests::fuzz(fuzzed, seed);
  if (corpus != nullptr) return mariana::tests::replay(corpus);
  return mariana::tests::runTests(count - at, arguments + at);
}
