// Runs calls that are wrong.
#pragma once
#include <stdint.h>

namespace mariana::tests {

// Spoils each recorded call of a file (see corpus.h) many times, in ways drawn from the seed: other ops, ranks, sizes,
// dtypes and parameters, and random elements. What is still a record runs on arrays of exactly its sizes, which the
// address sanitizer watches: whatever a kernel answers, it must touch nothing else, leave its inputs, and end soon. A call
// that does not is printed with its words. Returns the exit code.
int fuzz(const char* file, uint64_t seed);

}  // namespace mariana::tests
