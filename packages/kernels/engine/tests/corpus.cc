#include "corpus.h"

#include <stdlib.h>
#include <string.h>

#include "arrays.h"

namespace mariana::tests {

bool Corpus::open(const char* name) {
  file_ = fopen(name, "rb");
  if (file_ == nullptr) {
    printf("engine tests: there is no %s\n", name);
    return false;
  }
  constexpr char magic[] = "mariana calls 1\n";
  char begin[sizeof magic] = {};
  read(begin, sizeof magic - 1);
  if (strcmp(begin, magic) != 0) return false;
  numOps_ = number();
  ops_ = static_cast<int*>(malloc((numOps_ + 1) * sizeof(int)));
  for (uint32_t i = 0; i < numOps_; i++) {
    char op[64];
    size_t length = 0;
    do {
      if (length == sizeof op) return false;
      read(op + length, 1);
    } while (op[length++] != '\0');
    ops_[i] = opOf(op);
  }
  return true;
}

bool Corpus::atEnd() {
  const int next = fgetc(file_);
  if (next != EOF) ungetc(next, file_);
  return next == EOF;
}

double* Corpus::next(int& length) {
  const uint32_t count = number();
  double* words = static_cast<double*>(malloc(count * sizeof(double) + 1));
  read(words, count * sizeof(double));
  if (count == 0 || words[0] >= numOps_) exit(2);
  words[0] = ops_[static_cast<int>(words[0])];
  length = static_cast<int>(count);
  return words;
}

void Corpus::read(void* to, size_t bytes) {
  if (fread(to, 1, bytes, file_) == bytes) return;
  printf("engine tests: the file of calls ends too early\n");
  exit(2);
}

void Corpus::skip(size_t bytes) { fseek(file_, static_cast<long>(bytes), SEEK_CUR); }

uint32_t Corpus::number() {
  uint32_t value = 0;
  read(&value, sizeof value);
  return value;
}

void Corpus::close() {
  free(ops_);
  fclose(file_);
}

}  // namespace mariana::tests
