// NEON of 64-bit ARM: 4 floats or 2 doubles; a mask is a vector of whole numbers whose lanes are all ones or all zeros.
#include <arm_neon.h>

namespace mariana::MARIANA_ISA {

struct M32 {
  uint32x4_t v;
};
struct M64 {
  uint64x2_t v;
};

struct F32 {
  using T = float;
  using Mask = M32;
  static constexpr int lanes = 4;
  static constexpr bool fused = true;
  static constexpr bool scales = false;
  float32x4_t v;
  MARIANA_INLINE_MEMBER static F32 zero() { return {vdupq_n_f32(0)}; }
  MARIANA_INLINE_MEMBER static F32 all(T x) { return {vdupq_n_f32(x)}; }
  MARIANA_INLINE_MEMBER static F32 load(const T* p) { return {vld1q_f32(p)}; }
  MARIANA_INLINE_MEMBER static F32 load(const T* p, int n) {
    T few[lanes] = {};
    for (int i = 0; i < n; i++) few[i] = p[i];
    return load(few);
  }
  MARIANA_INLINE_MEMBER void store(T* p) const { vst1q_f32(p, v); }
  MARIANA_INLINE_MEMBER void store(T* p, int n) const {
    T few[lanes];
    store(few);
    for (int i = 0; i < n; i++) p[i] = few[i];
  }
};
struct I32 {
  using T = int32_t;
  static constexpr int lanes = 4;
  int32x4_t v;
  MARIANA_INLINE_MEMBER static I32 all(T x) { return {vdupq_n_s32(x)}; }
  MARIANA_INLINE_MEMBER static I32 load(const T* p) { return {vld1q_s32(p)}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { vst1q_s32(p, v); }
};
MARIANA_INLINE F32 operator+(F32 a, F32 b) { return {vaddq_f32(a.v, b.v)}; }
MARIANA_INLINE F32 operator-(F32 a, F32 b) { return {vsubq_f32(a.v, b.v)}; }
MARIANA_INLINE F32 operator*(F32 a, F32 b) { return {vmulq_f32(a.v, b.v)}; }
MARIANA_INLINE F32 operator/(F32 a, F32 b) { return {vdivq_f32(a.v, b.v)}; }
MARIANA_INLINE F32 operator-(F32 a) { return {vnegq_f32(a.v)}; }
MARIANA_INLINE F32 fma(F32 a, F32 b, F32 c) { return {vfmaq_f32(c.v, a.v, b.v)}; }
MARIANA_INLINE F32 fnma(F32 a, F32 b, F32 c) { return {vfmsq_f32(c.v, a.v, b.v)}; }
MARIANA_INLINE F32 min(F32 a, F32 b) { return {vbslq_f32(vcltq_f32(a.v, b.v), a.v, b.v)}; }
MARIANA_INLINE F32 max(F32 a, F32 b) { return {vbslq_f32(vcgtq_f32(a.v, b.v), a.v, b.v)}; }
MARIANA_INLINE F32 abs(F32 a) { return {vabsq_f32(a.v)}; }
MARIANA_INLINE F32 sqrt(F32 a) { return {vsqrtq_f32(a.v)}; }
MARIANA_INLINE F32 round(F32 a) { return {vrndnq_f32(a.v)}; }
MARIANA_INLINE F32 floor(F32 a) { return {vrndmq_f32(a.v)}; }
MARIANA_INLINE F32 ceil(F32 a) { return {vrndpq_f32(a.v)}; }
MARIANA_INLINE F32 trunc(F32 a) { return {vrndq_f32(a.v)}; }
MARIANA_INLINE M32 less(F32 a, F32 b) { return {vcltq_f32(a.v, b.v)}; }
MARIANA_INLINE M32 lessEqual(F32 a, F32 b) { return {vcleq_f32(a.v, b.v)}; }
MARIANA_INLINE M32 equal(F32 a, F32 b) { return {vceqq_f32(a.v, b.v)}; }
MARIANA_INLINE M32 isNan(F32 a) { return {vmvnq_u32(vceqq_f32(a.v, a.v))}; }
MARIANA_INLINE F32 select(M32 mask, F32 yes, F32 no) { return {vbslq_f32(mask.v, yes.v, no.v)}; }
MARIANA_INLINE I32 bits(F32 a) { return {vreinterpretq_s32_f32(a.v)}; }
MARIANA_INLINE F32 floats(I32 a) { return {vreinterpretq_f32_s32(a.v)}; }
MARIANA_INLINE I32 operator+(I32 a, I32 b) { return {vaddq_s32(a.v, b.v)}; }
MARIANA_INLINE I32 operator-(I32 a, I32 b) { return {vsubq_s32(a.v, b.v)}; }
MARIANA_INLINE I32 operator&(I32 a, I32 b) { return {vandq_s32(a.v, b.v)}; }
MARIANA_INLINE I32 operator|(I32 a, I32 b) { return {vorrq_s32(a.v, b.v)}; }
MARIANA_INLINE I32 operator^(I32 a, I32 b) { return {veorq_s32(a.v, b.v)}; }
template <int n>
MARIANA_INLINE I32 shiftLeft(I32 a) { return {vshlq_n_s32(a.v, n)}; }
template <int n>
MARIANA_INLINE I32 shiftRight(I32 a) { return {vreinterpretq_s32_u32(vshrq_n_u32(vreinterpretq_u32_s32(a.v), n))}; }  // zeros come in
MARIANA_INLINE M32 less(I32 a, I32 b) { return {vcltq_s32(a.v, b.v)}; }
MARIANA_INLINE M32 equal(I32 a, I32 b) { return {vceqq_s32(a.v, b.v)}; }
MARIANA_INLINE bool anyOf(M32 mask) { return vmaxvq_u32(mask.v) != 0; }
MARIANA_INLINE M32 both(M32 a, M32 b) { return {vandq_u32(a.v, b.v)}; }
MARIANA_INLINE M32 either(M32 a, M32 b) { return {vorrq_u32(a.v, b.v)}; }
MARIANA_INLINE M32 negate(M32 a) { return {vmvnq_u32(a.v)}; }
MARIANA_INLINE I32 toInt(F32 a) { return {vcvtnq_s32_f32(a.v)}; }
MARIANA_INLINE F32 toFloat(I32 a) { return {vcvtq_f32_s32(a.v)}; }
MARIANA_INLINE float sum(F32 a) { return vaddvq_f32(a.v); }
MARIANA_INLINE float maxOf(F32 a) { return vmaxvq_f32(a.v); }
MARIANA_INLINE float minOf(F32 a) { return vminvq_f32(a.v); }

struct F64 {
  using T = double;
  using Mask = M64;
  static constexpr int lanes = 2;
  static constexpr bool fused = true;
  float64x2_t v;
  MARIANA_INLINE_MEMBER static F64 zero() { return {vdupq_n_f64(0)}; }
  MARIANA_INLINE_MEMBER static F64 all(T x) { return {vdupq_n_f64(x)}; }
  MARIANA_INLINE_MEMBER static F64 load(const T* p) { return {vld1q_f64(p)}; }
  MARIANA_INLINE_MEMBER static F64 load(const T* p, int n) {
    T few[lanes] = {};
    for (int i = 0; i < n; i++) few[i] = p[i];
    return load(few);
  }
  MARIANA_INLINE_MEMBER void store(T* p) const { vst1q_f64(p, v); }
  MARIANA_INLINE_MEMBER void store(T* p, int n) const {
    T few[lanes];
    store(few);
    for (int i = 0; i < n; i++) p[i] = few[i];
  }
};
struct I64 {
  using T = int64_t;
  static constexpr int lanes = 2;
  int64x2_t v;
  MARIANA_INLINE_MEMBER static I64 all(T x) { return {vdupq_n_s64(x)}; }
  MARIANA_INLINE_MEMBER static I64 load(const T* p) { return {vld1q_s64(p)}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { vst1q_s64(p, v); }
};
MARIANA_INLINE F64 operator+(F64 a, F64 b) { return {vaddq_f64(a.v, b.v)}; }
MARIANA_INLINE F64 operator-(F64 a, F64 b) { return {vsubq_f64(a.v, b.v)}; }
MARIANA_INLINE F64 operator*(F64 a, F64 b) { return {vmulq_f64(a.v, b.v)}; }
MARIANA_INLINE F64 operator/(F64 a, F64 b) { return {vdivq_f64(a.v, b.v)}; }
MARIANA_INLINE F64 operator-(F64 a) { return {vnegq_f64(a.v)}; }
MARIANA_INLINE F64 fma(F64 a, F64 b, F64 c) { return {vfmaq_f64(c.v, a.v, b.v)}; }
MARIANA_INLINE F64 fnma(F64 a, F64 b, F64 c) { return {vfmsq_f64(c.v, a.v, b.v)}; }
MARIANA_INLINE F64 min(F64 a, F64 b) { return {vbslq_f64(vcltq_f64(a.v, b.v), a.v, b.v)}; }
MARIANA_INLINE F64 max(F64 a, F64 b) { return {vbslq_f64(vcgtq_f64(a.v, b.v), a.v, b.v)}; }
MARIANA_INLINE F64 abs(F64 a) { return {vabsq_f64(a.v)}; }
MARIANA_INLINE F64 sqrt(F64 a) { return {vsqrtq_f64(a.v)}; }
MARIANA_INLINE F64 round(F64 a) { return {vrndnq_f64(a.v)}; }
MARIANA_INLINE F64 floor(F64 a) { return {vrndmq_f64(a.v)}; }
MARIANA_INLINE F64 ceil(F64 a) { return {vrndpq_f64(a.v)}; }
MARIANA_INLINE F64 trunc(F64 a) { return {vrndq_f64(a.v)}; }
MARIANA_INLINE M64 less(F64 a, F64 b) { return {vcltq_f64(a.v, b.v)}; }
MARIANA_INLINE M64 lessEqual(F64 a, F64 b) { return {vcleq_f64(a.v, b.v)}; }
MARIANA_INLINE M64 equal(F64 a, F64 b) { return {vceqq_f64(a.v, b.v)}; }
MARIANA_INLINE M64 isNan(F64 a) { return {vreinterpretq_u64_u32(vmvnq_u32(vreinterpretq_u32_u64(vceqq_f64(a.v, a.v))))}; }
MARIANA_INLINE F64 select(M64 mask, F64 yes, F64 no) { return {vbslq_f64(mask.v, yes.v, no.v)}; }
MARIANA_INLINE I64 bits(F64 a) { return {vreinterpretq_s64_f64(a.v)}; }
MARIANA_INLINE F64 floats(I64 a) { return {vreinterpretq_f64_s64(a.v)}; }
MARIANA_INLINE I64 operator+(I64 a, I64 b) { return {vaddq_s64(a.v, b.v)}; }
MARIANA_INLINE I64 operator-(I64 a, I64 b) { return {vsubq_s64(a.v, b.v)}; }
MARIANA_INLINE I64 operator&(I64 a, I64 b) { return {vandq_s64(a.v, b.v)}; }
MARIANA_INLINE I64 operator|(I64 a, I64 b) { return {vorrq_s64(a.v, b.v)}; }
MARIANA_INLINE I64 operator^(I64 a, I64 b) { return {veorq_s64(a.v, b.v)}; }
template <int n>
MARIANA_INLINE I64 shiftLeft(I64 a) { return {vshlq_n_s64(a.v, n)}; }
template <int n>
MARIANA_INLINE I64 shiftRight(I64 a) { return {vreinterpretq_s64_u64(vshrq_n_u64(vreinterpretq_u64_s64(a.v), n))}; }  // zeros come in
MARIANA_INLINE M64 less(I64 a, I64 b) { return {vcltq_s64(a.v, b.v)}; }
MARIANA_INLINE M64 equal(I64 a, I64 b) { return {vceqq_s64(a.v, b.v)}; }
MARIANA_INLINE bool anyOf(M64 mask) { return vmaxvq_u32(vreinterpretq_u32_u64(mask.v)) != 0; }
MARIANA_INLINE M64 both(M64 a, M64 b) { return {vandq_u64(a.v, b.v)}; }
MARIANA_INLINE M64 either(M64 a, M64 b) { return {vorrq_u64(a.v, b.v)}; }
MARIANA_INLINE M64 negate(M64 a) { return {vreinterpretq_u64_u32(vmvnq_u32(vreinterpretq_u32_u64(a.v)))}; }
MARIANA_INLINE I64 toInt(F64 a) { return {vcvtnq_s64_f64(a.v)}; }
MARIANA_INLINE F64 toFloat(I64 a) { return {vcvtq_f64_s64(a.v)}; }
MARIANA_INLINE double sum(F64 a) { return vaddvq_f64(a.v); }
MARIANA_INLINE double maxOf(F64 a) { return vmaxvq_f64(a.v); }
MARIANA_INLINE double minOf(F64 a) { return vminvq_f64(a.v); }

MARIANA_INLINE F64 lowHalf(F32 a) { return {vcvt_f64_f32(vget_low_f32(a.v))}; }
MARIANA_INLINE F64 highHalf(F32 a) { return {vcvt_high_f64_f32(a.v)}; }
MARIANA_INLINE F32 narrow(F64 low, F64 high) { return {vcvt_high_f32_f64(vcvt_f32_f64(low.v), high.v)}; }

}  // namespace mariana::MARIANA_ISA
