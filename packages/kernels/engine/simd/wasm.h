// WebAssembly's SIMD: 4 floats or 2 doubles, no fused multiply-add.
#include <wasm_simd128.h>

namespace mariana::MARIANA_ISA {

struct M32 {
  v128_t v;
};
struct M64 {
  v128_t v;
};

struct F32 {
  using T = float;
  using Mask = M32;
  static constexpr int lanes = 4;
  static constexpr bool fused = false;
  static constexpr bool scales = false;
  v128_t v;
  MARIANA_INLINE_MEMBER static F32 zero() { return {wasm_f32x4_splat(0)}; }
  MARIANA_INLINE_MEMBER static F32 all(T x) { return {wasm_f32x4_splat(x)}; }
  MARIANA_INLINE_MEMBER static F32 load(const T* p) { return {wasm_v128_load(p)}; }
  MARIANA_INLINE_MEMBER static F32 load(const T* p, int n) {
    T few[lanes] = {};
    for (int i = 0; i < n; i++) few[i] = p[i];
    return load(few);
  }
  MARIANA_INLINE_MEMBER void store(T* p) const { wasm_v128_store(p, v); }
  MARIANA_INLINE_MEMBER void store(T* p, int n) const {
    T few[lanes];
    store(few);
    for (int i = 0; i < n; i++) p[i] = few[i];
  }
};
struct I32 {
  using T = int32_t;
  static constexpr int lanes = 4;
  v128_t v;
  MARIANA_INLINE_MEMBER static I32 all(T x) { return {wasm_i32x4_splat(x)}; }
  MARIANA_INLINE_MEMBER static I32 load(const T* p) { return {wasm_v128_load(p)}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { wasm_v128_store(p, v); }
};
MARIANA_INLINE F32 operator+(F32 a, F32 b) { return {wasm_f32x4_add(a.v, b.v)}; }
MARIANA_INLINE F32 operator-(F32 a, F32 b) { return {wasm_f32x4_sub(a.v, b.v)}; }
MARIANA_INLINE F32 operator*(F32 a, F32 b) { return {wasm_f32x4_mul(a.v, b.v)}; }
MARIANA_INLINE F32 operator/(F32 a, F32 b) { return {wasm_f32x4_div(a.v, b.v)}; }
MARIANA_INLINE F32 operator-(F32 a) { return {wasm_f32x4_neg(a.v)}; }
MARIANA_INLINE F32 fma(F32 a, F32 b, F32 c) { return a * b + c; }
MARIANA_INLINE F32 fnma(F32 a, F32 b, F32 c) { return c - a * b; }
MARIANA_INLINE F32 min(F32 a, F32 b) { return {wasm_f32x4_pmin(b.v, a.v)}; }
MARIANA_INLINE F32 max(F32 a, F32 b) { return {wasm_f32x4_pmax(b.v, a.v)}; }
MARIANA_INLINE F32 abs(F32 a) { return {wasm_f32x4_abs(a.v)}; }
MARIANA_INLINE F32 sqrt(F32 a) { return {wasm_f32x4_sqrt(a.v)}; }
MARIANA_INLINE F32 round(F32 a) { return {wasm_f32x4_nearest(a.v)}; }
MARIANA_INLINE F32 floor(F32 a) { return {wasm_f32x4_floor(a.v)}; }
MARIANA_INLINE F32 ceil(F32 a) { return {wasm_f32x4_ceil(a.v)}; }
MARIANA_INLINE F32 trunc(F32 a) { return {wasm_f32x4_trunc(a.v)}; }
MARIANA_INLINE M32 less(F32 a, F32 b) { return {wasm_f32x4_lt(a.v, b.v)}; }
MARIANA_INLINE M32 lessEqual(F32 a, F32 b) { return {wasm_f32x4_le(a.v, b.v)}; }
MARIANA_INLINE M32 equal(F32 a, F32 b) { return {wasm_f32x4_eq(a.v, b.v)}; }
MARIANA_INLINE M32 isNan(F32 a) { return {wasm_f32x4_ne(a.v, a.v)}; }
MARIANA_INLINE F32 select(M32 mask, F32 yes, F32 no) { return {wasm_v128_bitselect(yes.v, no.v, mask.v)}; }
MARIANA_INLINE I32 bits(F32 a) { return {a.v}; }
MARIANA_INLINE F32 floats(I32 a) { return {a.v}; }
MARIANA_INLINE I32 operator+(I32 a, I32 b) { return {wasm_i32x4_add(a.v, b.v)}; }
MARIANA_INLINE I32 operator-(I32 a, I32 b) { return {wasm_i32x4_sub(a.v, b.v)}; }
MARIANA_INLINE I32 operator&(I32 a, I32 b) { return {wasm_v128_and(a.v, b.v)}; }
MARIANA_INLINE I32 operator|(I32 a, I32 b) { return {wasm_v128_or(a.v, b.v)}; }
MARIANA_INLINE I32 operator^(I32 a, I32 b) { return {wasm_v128_xor(a.v, b.v)}; }
template <int n>
MARIANA_INLINE I32 shiftLeft(I32 a) { return {wasm_i32x4_shl(a.v, n)}; }
template <int n>
MARIANA_INLINE I32 shiftRight(I32 a) { return {wasm_u32x4_shr(a.v, n)}; }  // zeros come in
MARIANA_INLINE M32 less(I32 a, I32 b) { return {wasm_i32x4_lt(a.v, b.v)}; }
MARIANA_INLINE M32 equal(I32 a, I32 b) { return {wasm_i32x4_eq(a.v, b.v)}; }
MARIANA_INLINE bool anyOf(M32 mask) { return wasm_v128_any_true(mask.v); }
MARIANA_INLINE M32 both(M32 a, M32 b) { return {wasm_v128_and(a.v, b.v)}; }
MARIANA_INLINE M32 either(M32 a, M32 b) { return {wasm_v128_or(a.v, b.v)}; }
MARIANA_INLINE M32 negate(M32 a) { return {wasm_v128_not(a.v)}; }
MARIANA_INLINE I32 toInt(F32 a) { return {wasm_i32x4_trunc_sat_f32x4(wasm_f32x4_nearest(a.v))}; }
MARIANA_INLINE F32 toFloat(I32 a) { return {wasm_f32x4_convert_i32x4(a.v)}; }
MARIANA_INLINE float sum(F32 a) {
  const v128_t two = wasm_f32x4_add(a.v, wasm_i32x4_shuffle(a.v, a.v, 2, 3, 2, 3));
  return wasm_f32x4_extract_lane(two, 0) + wasm_f32x4_extract_lane(two, 1);
}
MARIANA_INLINE float maxOf(F32 a) {
  const v128_t two = wasm_f32x4_pmax(a.v, wasm_i32x4_shuffle(a.v, a.v, 2, 3, 2, 3));
  const float x = wasm_f32x4_extract_lane(two, 0), y = wasm_f32x4_extract_lane(two, 1);
  return x > y ? x : y;
}
MARIANA_INLINE float minOf(F32 a) { return -maxOf(-a); }

struct F64 {
  using T = double;
  using Mask = M64;
  static constexpr int lanes = 2;
  static constexpr bool fused = false;
  v128_t v;
  MARIANA_INLINE_MEMBER static F64 zero() { return {wasm_f64x2_splat(0)}; }
  MARIANA_INLINE_MEMBER static F64 all(T x) { return {wasm_f64x2_splat(x)}; }
  MARIANA_INLINE_MEMBER static F64 load(const T* p) { return {wasm_v128_load(p)}; }
  MARIANA_INLINE_MEMBER static F64 load(const T* p, int n) {
    T few[lanes] = {};
    for (int i = 0; i < n; i++) few[i] = p[i];
    return load(few);
  }
  MARIANA_INLINE_MEMBER void store(T* p) const { wasm_v128_store(p, v); }
  MARIANA_INLINE_MEMBER void store(T* p, int n) const {
    T few[lanes];
    store(few);
    for (int i = 0; i < n; i++) p[i] = few[i];
  }
};
struct I64 {
  using T = int64_t;
  static constexpr int lanes = 2;
  v128_t v;
  MARIANA_INLINE_MEMBER static I64 all(T x) { return {wasm_i64x2_splat(x)}; }
  MARIANA_INLINE_MEMBER static I64 load(const T* p) { return {wasm_v128_load(p)}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { wasm_v128_store(p, v); }
};
MARIANA_INLINE F64 operator+(F64 a, F64 b) { return {wasm_f64x2_add(a.v, b.v)}; }
MARIANA_INLINE F64 operator-(F64 a, F64 b) { return {wasm_f64x2_sub(a.v, b.v)}; }
MARIANA_INLINE F64 operator*(F64 a, F64 b) { return {wasm_f64x2_mul(a.v, b.v)}; }
MARIANA_INLINE F64 operator/(F64 a, F64 b) { return {wasm_f64x2_div(a.v, b.v)}; }
MARIANA_INLINE F64 operator-(F64 a) { return {wasm_f64x2_neg(a.v)}; }
MARIANA_INLINE F64 fma(F64 a, F64 b, F64 c) { return a * b + c; }
MARIANA_INLINE F64 fnma(F64 a, F64 b, F64 c) { return c - a * b; }
MARIANA_INLINE F64 min(F64 a, F64 b) { return {wasm_f64x2_pmin(b.v, a.v)}; }
MARIANA_INLINE F64 max(F64 a, F64 b) { return {wasm_f64x2_pmax(b.v, a.v)}; }
MARIANA_INLINE F64 abs(F64 a) { return {wasm_f64x2_abs(a.v)}; }
MARIANA_INLINE F64 sqrt(F64 a) { return {wasm_f64x2_sqrt(a.v)}; }
MARIANA_INLINE F64 round(F64 a) { return {wasm_f64x2_nearest(a.v)}; }
MARIANA_INLINE F64 floor(F64 a) { return {wasm_f64x2_floor(a.v)}; }
MARIANA_INLINE F64 ceil(F64 a) { return {wasm_f64x2_ceil(a.v)}; }
MARIANA_INLINE F64 trunc(F64 a) { return {wasm_f64x2_trunc(a.v)}; }
MARIANA_INLINE M64 less(F64 a, F64 b) { return {wasm_f64x2_lt(a.v, b.v)}; }
MARIANA_INLINE M64 lessEqual(F64 a, F64 b) { return {wasm_f64x2_le(a.v, b.v)}; }
MARIANA_INLINE M64 equal(F64 a, F64 b) { return {wasm_f64x2_eq(a.v, b.v)}; }
MARIANA_INLINE M64 isNan(F64 a) { return {wasm_f64x2_ne(a.v, a.v)}; }
MARIANA_INLINE F64 select(M64 mask, F64 yes, F64 no) { return {wasm_v128_bitselect(yes.v, no.v, mask.v)}; }
MARIANA_INLINE I64 bits(F64 a) { return {a.v}; }
MARIANA_INLINE F64 floats(I64 a) { return {a.v}; }
MARIANA_INLINE I64 operator+(I64 a, I64 b) { return {wasm_i64x2_add(a.v, b.v)}; }
MARIANA_INLINE I64 operator-(I64 a, I64 b) { return {wasm_i64x2_sub(a.v, b.v)}; }
MARIANA_INLINE I64 operator&(I64 a, I64 b) { return {wasm_v128_and(a.v, b.v)}; }
MARIANA_INLINE I64 operator|(I64 a, I64 b) { return {wasm_v128_or(a.v, b.v)}; }
MARIANA_INLINE I64 operator^(I64 a, I64 b) { return {wasm_v128_xor(a.v, b.v)}; }
template <int n>
MARIANA_INLINE I64 shiftLeft(I64 a) { return {wasm_i64x2_shl(a.v, n)}; }
template <int n>
MARIANA_INLINE I64 shiftRight(I64 a) { return {wasm_u64x2_shr(a.v, n)}; }  // zeros come in
MARIANA_INLINE M64 less(I64 a, I64 b) { return {wasm_i64x2_lt(a.v, b.v)}; }
MARIANA_INLINE M64 equal(I64 a, I64 b) { return {wasm_i64x2_eq(a.v, b.v)}; }
MARIANA_INLINE bool anyOf(M64 mask) { return wasm_v128_any_true(mask.v); }
MARIANA_INLINE M64 both(M64 a, M64 b) { return {wasm_v128_and(a.v, b.v)}; }
MARIANA_INLINE M64 either(M64 a, M64 b) { return {wasm_v128_or(a.v, b.v)}; }
MARIANA_INLINE M64 negate(M64 a) { return {wasm_v128_not(a.v)}; }
// Whole numbers below 2^51 sit in the low bits of a double near 1.5 · 2^52.
MARIANA_INLINE I64 toInt(F64 a) {
  const v128_t magic = wasm_f64x2_splat(6755399441055744.0);
  return {wasm_i64x2_sub(wasm_f64x2_add(a.v, magic), magic)};
}
MARIANA_INLINE F64 toFloat(I64 a) {
  const v128_t magic = wasm_f64x2_splat(6755399441055744.0);
  return {wasm_f64x2_sub(wasm_i64x2_add(a.v, magic), magic)};
}
MARIANA_INLINE double sum(F64 a) { return wasm_f64x2_extract_lane(a.v, 0) + wasm_f64x2_extract_lane(a.v, 1); }
MARIANA_INLINE double maxOf(F64 a) {
  const double x = wasm_f64x2_extract_lane(a.v, 0), y = wasm_f64x2_extract_lane(a.v, 1);
  return x > y ? x : y;
}
MARIANA_INLINE double minOf(F64 a) { return -maxOf(-a); }

MARIANA_INLINE F64 lowHalf(F32 a) { return {wasm_f64x2_promote_low_f32x4(a.v)}; }
MARIANA_INLINE F64 highHalf(F32 a) { return {wasm_f64x2_promote_low_f32x4(wasm_i32x4_shuffle(a.v, a.v, 2, 3, 2, 3))}; }
MARIANA_INLINE F32 narrow(F64 low, F64 high) {
  return {wasm_i32x4_shuffle(wasm_f32x4_demote_f64x2_zero(low.v), wasm_f32x4_demote_f64x2_zero(high.v), 0, 1, 4, 5)};
}

}  // namespace mariana::MARIANA_ISA
