// The smallest test framework that serves: TEST(name) { CHECK(…); } registers itself, and main.cc runs all of them.
// Nothing but the C library, so that the tests run wherever the engine does.
#pragma once
#include <stdint.h>

namespace mariana::tests {

struct Test {
  const char* name;
  void (*body)();
  Test* next;
};

// Puts a test into the list; returns it.
Test* add(Test* test);
// Says where a check failed; the first few of a test are printed.
void fail(const char* file, int line, const char* what);
// For a check that fails in a loop: what the loop was at, printed with the failure.
void note(const char* format, ...);

// Whole numbers drawn from a seed, the same everywhere: 0 ≤ below(n) < n; −1 ≤ unit() < 1.
struct Draw {
  explicit Draw(uint64_t seed) : state(seed * 2 + 1) {}
  uint64_t state;
  uint64_t bits();
  int64_t below(int64_t n) { return static_cast<int64_t>(bits() >> 11) % n; }
  double unit() { return static_cast<double>(bits() >> 11) / 4503599627370496.0 - 1.0; }
};

// |a − b| ≤ tolerance · (1 + |b|), or both NaN, or the same infinity.
bool near(double a, double b, double tolerance);

}  // namespace mariana::tests

#define TEST(name)                                                                                          \
  static void test_##name();                                                                                \
  static mariana::tests::Test entry_##name{#name, test_##name, nullptr};                                    \
  [[maybe_unused]] static const mariana::tests::Test* const added_##name = mariana::tests::add(&entry_##name); \
  static void test_##name()

#define CHECK(condition) ((condition) ? void() : mariana::tests::fail(__FILE__, __LINE__, #condition))
