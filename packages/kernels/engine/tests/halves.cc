// float16 and bfloat16: every value there is, and the rounding of values between two of them.
#include <math.h>
#include <string.h>

#include "check.h"
#include "half.h"

using namespace mariana;
using namespace mariana::tests;

namespace {

float floatOf(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// The value that IEEE 754 gives a float16.
double meaning(uint32_t half) {
  const int exponent = static_cast<int>(half >> 10 & 31);
  const double fraction = half & 1023;
  const double sign = (half & 0x8000) != 0 ? -1 : 1;
  if (exponent == 31) return fraction != 0 ? NAN : sign * HUGE_VAL;
  return sign * (exponent == 0 ? ldexp(fraction, -24) : ldexp(1024 + fraction, exponent - 25));
}

struct Form {
  float (*from)(uint16_t);
  uint16_t (*to)(float);
  uint32_t infinity;
};
constexpr Form forms[] = {{fromFloat16, toFloat16, 0x7c00}, {fromBfloat16, toBfloat16, 0x7f80}};

}  // namespace

TEST(halfValuesMeanWhatTheStandardSays) {
  for (uint32_t half = 0; half < 65536; half++) {
    note("%04x", half);
    const float value = fromFloat16(static_cast<uint16_t>(half));
    const double expected = meaning(half);
    CHECK(expected != expected ? value != value : static_cast<double>(value) == expected);
    CHECK((signbit(value) != 0) == ((half & 0x8000) != 0));
    const float brain = fromBfloat16(static_cast<uint16_t>(half)), same = floatOf(half << 16);
    CHECK(memcmp(&brain, &same, sizeof brain) == 0);
  }
}

TEST(halfValuesComeBack) {
  for (const Form& form : forms) {
    for (uint32_t half = 0; half < 65536; half++) {
      note("%04x", half);
      const uint16_t back = form.to(form.from(static_cast<uint16_t>(half)));
      const bool isNan = (half & 0x7fff) > form.infinity;
      CHECK(isNan ? (back & 0x7fff) > form.infinity : back == half);
    }
  }
}

TEST(halvesRoundToNearestTiesToEven) {
  for (const Form& form : forms) {
    for (uint32_t half = 0; half < form.infinity; half++) {
      note("%04x", half);
      const float low = form.from(static_cast<uint16_t>(half));
      // Beyond the largest lies what would be the next one, if the exponent went on.
      const float high = half + 1 < form.infinity ? form.from(static_cast<uint16_t>(half + 1))
                         : form.infinity == 0x7c00 ? 65536.0f : HUGE_VALF;
      if (isinf(high)) continue;
      const float middle = static_cast<float>((static_cast<double>(low) + static_cast<double>(high)) / 2);
      for (int sign = 0; sign < 2; sign++) {
        const float s = sign == 0 ? 1.0f : -1.0f;
        const uint32_t bit = sign == 0 ? 0u : 0x8000u;
        CHECK(form.to(s * middle) == ((half + (half & 1)) | bit));
        CHECK(form.to(s * nextafterf(middle, low)) == (half | bit));
        CHECK(form.to(s * nextafterf(middle, high)) == ((half + 1) | bit));
      }
    }
  }
  CHECK(toBfloat16(3.3961775e38f) == 0x7f80);  // past the middle of the largest one and the next
  CHECK(toFloat16(HUGE_VALF) == 0x7c00 && toBfloat16(-HUGE_VALF) == 0xff80);
  CHECK(toFloat16(1e-30f) == 0 && toFloat16(-1e-30f) == 0x8000);
}
