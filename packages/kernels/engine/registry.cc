#include "registry.h"

#include "half.h"
#include "system/cpu.h"

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
bool always() { return true; }
constexpr bool (*runs_base)() = always;
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
const InstructionSet* chosen = nullptr;
}

const InstructionSet& instructionSet() {
  if (chosen == nullptr) {
    for (int i = numInstructionSets - 1; i >= 0; i--) {
      if (instructionSets[i].runsHere()) chosen = &instructionSets[i];
    }
  }
  return *chosen;
}

bool chooseInstructionSet(const char* name) {
  for (const InstructionSet& set : instructionSets) {
    if (!sameText(set.name, name) || !set.runsHere()) continue;
    chosen = &set;
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
