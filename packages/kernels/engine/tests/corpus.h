// A file of calls: "mariana calls 1\n", the number of names of ops and the names, each ending in a zero; then for each call
// its number of words (uint32), the words (float64: a record, see record.h, whose inputs have offset 0), the bytes of its
// inputs, and those of its outputs. Little-endian.
#pragma once
#include <stdint.h>
#include <stdio.h>

#include "call.h"

namespace mariana::tests {

inline size_t bytesIn(const Array& array) { return static_cast<size_t>(array.size) * bytesOf(array.dtype); }

// Reads such a file as it goes: it is larger than what a small machine, or WebAssembly, should have to hold. A file that
// ends too early ends the program.
class Corpus {
 public:
  // Whether there is such a file; says so where there is none.
  bool open(const char* name);
  bool atEnd();
  // The words of the next call, with the number that its op has now, for the caller to free. Its arrays' bytes follow.
  double* next(int& length);
  void read(void* to, size_t bytes);
  void skip(size_t bytes);
  void close();

 private:
  uint32_t number();
  FILE* file_ = nullptr;
  int* ops_ = nullptr;  // of the file's op numbers
  uint32_t numOps_ = 0;
};

}  // namespace mariana::tests
