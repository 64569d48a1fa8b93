// The kernels of one instruction set, in the order of ops.def.
#include "isa.h"

namespace mariana::MARIANA_ISA {

#define OP(name, halves) Status kernel_##name(Call& call);
#include "ops.def"
#undef OP

extern const Kernel kernels[];
const Kernel kernels[] = {
#define OP(name, halves) kernel_##name,
#include "ops.def"
#undef OP
};

}  // namespace mariana::MARIANA_ISA
