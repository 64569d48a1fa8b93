// The kernels by number, for the instruction set chosen when the engine loads.
#pragma once
#include "call.h"

namespace mariana {

enum class Halves : uint8_t { widen, moves, own };

struct Op {
  const char* name;
  Halves halves;
};

extern const Op ops[];
extern const int numOps;

// The instruction sets of this build, widest first.
struct InstructionSet {
  const char* name;
  bool (*runsHere)();
  const Kernel* kernels;
};

extern const InstructionSet instructionSets[];
extern const int numInstructionSets;

// Whether one of them runs on this processor. Where none does, nothing below may be called.
bool supportsProcessor();

// The one in use: the widest that runs here, or the one that `choose` was given.
const InstructionSet& instructionSet();
// False where there is no such set in this build or on this processor.
bool chooseInstructionSet(const char* name);

// Runs a kernel on arrays of any dtype: half types are widened and rounded here for the kernels that ask for it.
Status run(int op, Call& call);

}  // namespace mariana
