// Replays recorded calls of kernels.
#pragma once

namespace mariana::tests {

// Runs each call in a file: its outputs are near the recorded ones, the same to the bit on 1, 2 and 5 threads, written in
// full; its inputs stay; and where memory runs out, it says so and gives back all it took. Returns the exit code.
int replay(const char* file);

}  // namespace mariana::tests
