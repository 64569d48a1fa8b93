#include "registry.h"

#include "half.h"
#include "system/cpu.h"
#include "system/lock.h"

namespace mariana {

const Op ops[] = {
#define OP(name, halves) {#name, Halves::halves},
#include "ops.def"
#undef OP
};
const int numOps = sizeof(ops) / sizeof(ops[0]);

// Each set's table is made by isa-table.cc, compiled for that set.
#define MARIANA_SET(set) \
  namespace set {        \
  extern const Kernel kernels[]; \
  }
#include "instruction-sets.def"
#undef MARIANA_SET

namespace {
[[maybe_unused]] bool always() { return true; }
[[maybe_unused]] constexpr bool (*runs_base)() = always;
[[maybe_unused]] constexpr bool (*runs_avx2)() = hasAvx2;
[[maybe_unused]] constexpr bool (*runs_avx512)() = hasAvx512;

bool sameText(const char* a, const char* b) {
  while (*a != 0 && *a == *b) a++, b++;
  return *a == *b;
}
}  // namespace

const InstructionSet instructionSets[] = {
#define MARIANA_SET(set) {#set, runs_##set, set::kernels},
#include "instruction-sets.def"
#undef MARIANA_SET
};
const int numInstructionSets = sizeof(instructionSets) / sizeof(instructionSets[0]);

namespace {
// Worker threads of JavaScript may ask and choose at the same time.
volatile int64_t chosen = -1;
}  // namespace

bool supportsProcessor() {
  for (int i = 0; i < numInstructionSets; i++) {
    if (instructionSets[i].runsHere()) return true;
  }
  return false;
}

const InstructionSet& instructionSet() {
  if (readAtomic(&chosen) < 0) {
    int first = 0;
    while (!instructionSets[first].runsHere()) first++;  // there is one: see supportsProcessor
    writeAtomic(&chosen, first);
  }
  return instructionSets[readAtomic(&chosen)];
}

bool chooseInstructionSet(const char* name) {
  for (int i = 0; i < numInstructionSets; i++) {
    if (!sameText(instructionSets[i].name, name) || !instructionSets[i].runsHere()) continue;
    writeAtomic(&chosen, i);
    return true;
  }
  return false;
}

Status run(int op, Call& call) {
  const Kernel kernel = instructionSet().kernels[op];
  return ops[op].halves == Halves::widen && hasHalves(call) ? runWidened(kernel, call) : kernel(call);
}

size_t bytesOf(DType dtype) {
  constexpr uint8_t sizes[numDTypes] = {1, 1, 1, 4, 8, 2, 2, 4, 8};
  return sizes[static_cast<int>(dtype)];
}

}  // namespace mariana
