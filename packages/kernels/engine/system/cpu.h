// What the processor and its operating system can run.
#pragma once

namespace mariana {

bool hasAvx2();    // with FMA and F16C
bool hasAvx512();  // F, BW, DQ, VL
int numCores();    // that this process may use

}  // namespace mariana
