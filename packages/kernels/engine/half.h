// float16 and bfloat16: two bytes that compute as float32 and are rounded where they are stored.
#pragma once
#include "call.h"

namespace mariana {

float fromFloat16(uint16_t bits);
uint16_t toFloat16(float value);  // to nearest, ties to even
float fromBfloat16(uint16_t bits);
uint16_t toBfloat16(float value);

bool hasHalves(const Call& call);

// Runs a kernel that knows no half types: on float32 copies of its inputs, with its outputs rounded.
Status runWidened(Kernel kernel, Call& call);

}  // namespace mariana
