// SSE2, which every x86-64 processor has: 4 floats or 2 doubles, no fused multiply-add and no rounding of its own.
#include <emmintrin.h>

namespace mariana::MARIANA_ISA {

struct M32 {
  __m128 v;
};
struct M64 {
  __m128d v;
};

struct F32 {
  using T = float;
  using Mask = M32;
  static constexpr int lanes = 4;
  static constexpr bool fused = false;
  static constexpr bool scales = false;
  __m128 v;
  MARIANA_INLINE_MEMBER static F32 zero() { return {_mm_setzero_ps()}; }
  MARIANA_INLINE_MEMBER static F32 all(T x) { return {_mm_set1_ps(x)}; }
  MARIANA_INLINE_MEMBER static F32 load(const T* p) { return {_mm_loadu_ps(p)}; }
  MARIANA_INLINE_MEMBER static F32 load(const T* p, int n) {
    T few[lanes] = {};
    for (int i = 0; i < n; i++) few[i] = p[i];
    return load(few);
  }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm_storeu_ps(p, v); }
  MARIANA_INLINE_MEMBER void store(T* p, int n) const {
    T few[lanes];
    store(few);
    for (int i = 0; i < n; i++) p[i] = few[i];
  }
};
struct I32 {
  using T = int32_t;
  static constexpr int lanes = 4;
  __m128i v;
  MARIANA_INLINE_MEMBER static I32 all(T x) { return {_mm_set1_epi32(x)}; }
  MARIANA_INLINE_MEMBER static I32 load(const T* p) { return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(p), v); }
};
MARIANA_INLINE F32 operator+(F32 a, F32 b) { return {_mm_add_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator-(F32 a, F32 b) { return {_mm_sub_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator*(F32 a, F32 b) { return {_mm_mul_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator/(F32 a, F32 b) { return {_mm_div_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator-(F32 a) { return {_mm_xor_ps(a.v, _mm_set1_ps(-0.0f))}; }
MARIANA_INLINE F32 fma(F32 a, F32 b, F32 c) { return a * b + c; }
MARIANA_INLINE F32 fnma(F32 a, F32 b, F32 c) { return c - a * b; }
MARIANA_INLINE F32 min(F32 a, F32 b) { return {_mm_min_ps(a.v, b.v)}; }
MARIANA_INLINE F32 max(F32 a, F32 b) { return {_mm_max_ps(a.v, b.v)}; }
MARIANA_INLINE F32 abs(F32 a) { return {_mm_andnot_ps(_mm_set1_ps(-0.0f), a.v)}; }
MARIANA_INLINE F32 sqrt(F32 a) { return {_mm_sqrt_ps(a.v)}; }
MARIANA_INLINE M32 less(F32 a, F32 b) { return {_mm_cmplt_ps(a.v, b.v)}; }
MARIANA_INLINE M32 lessEqual(F32 a, F32 b) { return {_mm_cmple_ps(a.v, b.v)}; }
MARIANA_INLINE M32 equal(F32 a, F32 b) { return {_mm_cmpeq_ps(a.v, b.v)}; }
MARIANA_INLINE M32 isNan(F32 a) { return {_mm_cmpunord_ps(a.v, a.v)}; }
MARIANA_INLINE F32 select(M32 mask, F32 yes, F32 no) {
  return {_mm_or_ps(_mm_and_ps(mask.v, yes.v), _mm_andnot_ps(mask.v, no.v))};
}
MARIANA_INLINE I32 bits(F32 a) { return {_mm_castps_si128(a.v)}; }
MARIANA_INLINE F32 floats(I32 a) { return {_mm_castsi128_ps(a.v)}; }
MARIANA_INLINE I32 operator+(I32 a, I32 b) { return {_mm_add_epi32(a.v, b.v)}; }
MARIANA_INLINE I32 operator-(I32 a, I32 b) { return {_mm_sub_epi32(a.v, b.v)}; }
MARIANA_INLINE I32 operator&(I32 a, I32 b) { return {_mm_and_si128(a.v, b.v)}; }
MARIANA_INLINE I32 operator|(I32 a, I32 b) { return {_mm_or_si128(a.v, b.v)}; }
MARIANA_INLINE I32 operator^(I32 a, I32 b) { return {_mm_xor_si128(a.v, b.v)}; }
template <int n>
MARIANA_INLINE I32 shiftLeft(I32 a) { return {_mm_slli_epi32(a.v, n)}; }
template <int n>
MARIANA_INLINE I32 shiftRight(I32 a) { return {_mm_srli_epi32(a.v, n)}; }  // zeros come in
MARIANA_INLINE bool anyOf(M32 mask) { return _mm_movemask_ps(mask.v) != 0; }
MARIANA_INLINE M32 both(M32 a, M32 b) { return {_mm_and_ps(a.v, b.v)}; }
MARIANA_INLINE M32 either(M32 a, M32 b) { return {_mm_or_ps(a.v, b.v)}; }
MARIANA_INLINE M32 negate(M32 a) { return {_mm_xor_ps(a.v, _mm_castsi128_ps(_mm_set1_epi32(-1)))}; }
MARIANA_INLINE M32 less(I32 a, I32 b) { return {_mm_castsi128_ps(_mm_cmplt_epi32(a.v, b.v))}; }
MARIANA_INLINE M32 equal(I32 a, I32 b) { return {_mm_castsi128_ps(_mm_cmpeq_epi32(a.v, b.v))}; }
MARIANA_INLINE I32 toInt(F32 a) { return {_mm_cvtps_epi32(a.v)}; }
MARIANA_INLINE F32 toFloat(I32 a) { return {_mm_cvtepi32_ps(a.v)}; }
MARIANA_INLINE float sum(F32 a) {
  const __m128 two = _mm_add_ps(a.v, _mm_movehl_ps(a.v, a.v));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}
MARIANA_INLINE float maxOf(F32 a) {
  const __m128 two = _mm_max_ps(a.v, _mm_movehl_ps(a.v, a.v));
  return _mm_cvtss_f32(_mm_max_ss(two, _mm_shuffle_ps(two, two, 1)));
}
MARIANA_INLINE float minOf(F32 a) { return -maxOf(-a); }

// Adding 2^23 and taking it away again rounds to a whole number, ties to even; larger ones are whole already.
MARIANA_INLINE F32 round(F32 a) {
  const F32 sign = {_mm_and_ps(a.v, _mm_set1_ps(-0.0f))};
  const F32 size = abs(a);
  const F32 big = F32::all(8388608.0f);
  const F32 rounded = {_mm_or_ps(((size + big) - big).v, sign.v)};
  return select(less(size, big), rounded, a);
}
MARIANA_INLINE F32 floor(F32 a) {
  const F32 r = round(a);
  const F32 down = r - F32::all(1.0f);
  return select(less(a, r), down, r);
}
MARIANA_INLINE F32 ceil(F32 a) { return -floor(-a); }
MARIANA_INLINE F32 trunc(F32 a) {
  const F32 sign = {_mm_and_ps(a.v, _mm_set1_ps(-0.0f))};
  return {_mm_or_ps(floor(abs(a)).v, sign.v)};
}

struct F64 {
  using T = double;
  using Mask = M64;
  static constexpr int lanes = 2;
  static constexpr bool fused = false;
  __m128d v;
  MARIANA_INLINE_MEMBER static F64 zero() { return {_mm_setzero_pd()}; }
  MARIANA_INLINE_MEMBER static F64 all(T x) { return {_mm_set1_pd(x)}; }
  MARIANA_INLINE_MEMBER static F64 load(const T* p) { return {_mm_loadu_pd(p)}; }
  MARIANA_INLINE_MEMBER static F64 load(const T* p, int n) {
    T few[lanes] = {};
    for (int i = 0; i < n; i++) few[i] = p[i];
    return load(few);
  }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm_storeu_pd(p, v); }
  MARIANA_INLINE_MEMBER void store(T* p, int n) const {
    T few[lanes];
    store(few);
    for (int i = 0; i < n; i++) p[i] = few[i];
  }
};
struct I64 {
  using T = int64_t;
  static constexpr int lanes = 2;
  __m128i v;
  MARIANA_INLINE_MEMBER static I64 all(T x) { return {_mm_set1_epi64x(x)}; }
  MARIANA_INLINE_MEMBER static I64 load(const T* p) { return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(p), v); }
};
MARIANA_INLINE F64 operator+(F64 a, F64 b) { return {_mm_add_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator-(F64 a, F64 b) { return {_mm_sub_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator*(F64 a, F64 b) { return {_mm_mul_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator/(F64 a, F64 b) { return {_mm_div_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator-(F64 a) { return {_mm_xor_pd(a.v, _mm_set1_pd(-0.0))}; }
MARIANA_INLINE F64 fma(F64 a, F64 b, F64 c) { return a * b + c; }
MARIANA_INLINE F64 fnma(F64 a, F64 b, F64 c) { return c - a * b; }
MARIANA_INLINE F64 min(F64 a, F64 b) { return {_mm_min_pd(a.v, b.v)}; }
MARIANA_INLINE F64 max(F64 a, F64 b) { return {_mm_max_pd(a.v, b.v)}; }
MARIANA_INLINE F64 abs(F64 a) { return {_mm_andnot_pd(_mm_set1_pd(-0.0), a.v)}; }
MARIANA_INLINE F64 sqrt(F64 a) { return {_mm_sqrt_pd(a.v)}; }
MARIANA_INLINE M64 less(F64 a, F64 b) { return {_mm_cmplt_pd(a.v, b.v)}; }
MARIANA_INLINE M64 lessEqual(F64 a, F64 b) { return {_mm_cmple_pd(a.v, b.v)}; }
MARIANA_INLINE M64 equal(F64 a, F64 b) { return {_mm_cmpeq_pd(a.v, b.v)}; }
MARIANA_INLINE M64 isNan(F64 a) { return {_mm_cmpunord_pd(a.v, a.v)}; }
MARIANA_INLINE F64 select(M64 mask, F64 yes, F64 no) {
  return {_mm_or_pd(_mm_and_pd(mask.v, yes.v), _mm_andnot_pd(mask.v, no.v))};
}
MARIANA_INLINE I64 bits(F64 a) { return {_mm_castpd_si128(a.v)}; }
MARIANA_INLINE F64 floats(I64 a) { return {_mm_castsi128_pd(a.v)}; }
MARIANA_INLINE I64 operator+(I64 a, I64 b) { return {_mm_add_epi64(a.v, b.v)}; }
MARIANA_INLINE I64 operator-(I64 a, I64 b) { return {_mm_sub_epi64(a.v, b.v)}; }
MARIANA_INLINE I64 operator&(I64 a, I64 b) { return {_mm_and_si128(a.v, b.v)}; }
MARIANA_INLINE I64 operator|(I64 a, I64 b) { return {_mm_or_si128(a.v, b.v)}; }
MARIANA_INLINE I64 operator^(I64 a, I64 b) { return {_mm_xor_si128(a.v, b.v)}; }
template <int n>
MARIANA_INLINE I64 shiftLeft(I64 a) { return {_mm_slli_epi64(a.v, n)}; }
template <int n>
MARIANA_INLINE I64 shiftRight(I64 a) { return {_mm_srli_epi64(a.v, n)}; }  // zeros come in
MARIANA_INLINE bool anyOf(M64 mask) { return _mm_movemask_pd(mask.v) != 0; }
MARIANA_INLINE M64 both(M64 a, M64 b) { return {_mm_and_pd(a.v, b.v)}; }
MARIANA_INLINE M64 either(M64 a, M64 b) { return {_mm_or_pd(a.v, b.v)}; }
MARIANA_INLINE M64 negate(M64 a) { return {_mm_xor_pd(a.v, _mm_castsi128_pd(_mm_set1_epi32(-1)))}; }
// SSE2 compares no 64-bit integers: their halves decide.
MARIANA_INLINE M64 equal(I64 a, I64 b) {
  const __m128i same = _mm_cmpeq_epi32(a.v, b.v);
  return {_mm_castsi128_pd(_mm_and_si128(same, _mm_shuffle_epi32(same, 0xb1)))};
}
MARIANA_INLINE M64 less(I64 a, I64 b) {
  int64_t x[2], y[2];
  a.store(x);
  b.store(y);
  return {_mm_castsi128_pd(_mm_set_epi64x(-static_cast<int64_t>(x[1] < y[1]), -static_cast<int64_t>(x[0] < y[0])))};
}
// Whole numbers below 2^51 sit in the low bits of a double near 1.5 · 2^52.
MARIANA_INLINE I64 toInt(F64 a) {
  const __m128d magic = _mm_set1_pd(6755399441055744.0);
  return {_mm_sub_epi64(_mm_castpd_si128(_mm_add_pd(a.v, magic)), _mm_castpd_si128(magic))};
}
MARIANA_INLINE F64 toFloat(I64 a) {
  const __m128d magic = _mm_set1_pd(6755399441055744.0);
  return {_mm_sub_pd(_mm_castsi128_pd(_mm_add_epi64(a.v, _mm_castpd_si128(magic))), magic)};
}
MARIANA_INLINE double sum(F64 a) { return _mm_cvtsd_f64(_mm_add_sd(a.v, _mm_unpackhi_pd(a.v, a.v))); }
MARIANA_INLINE double maxOf(F64 a) { return _mm_cvtsd_f64(_mm_max_sd(a.v, _mm_unpackhi_pd(a.v, a.v))); }
MARIANA_INLINE double minOf(F64 a) { return -maxOf(-a); }

// Adding 2^52 and taking it away again rounds to a whole number, ties to even; larger ones are whole already.
MARIANA_INLINE F64 round(F64 a) {
  const F64 sign = {_mm_and_pd(a.v, _mm_set1_pd(-0.0))};
  const F64 size = abs(a);
  const F64 big = F64::all(4503599627370496.0);
  const F64 rounded = {_mm_or_pd(((size + big) - big).v, sign.v)};
  return select(less(size, big), rounded, a);
}
MARIANA_INLINE F64 floor(F64 a) {
  const F64 r = round(a);
  const F64 down = r - F64::all(1.0);
  return select(less(a, r), down, r);
}
MARIANA_INLINE F64 ceil(F64 a) { return -floor(-a); }
MARIANA_INLINE F64 trunc(F64 a) {
  const F64 sign = {_mm_and_pd(a.v, _mm_set1_pd(-0.0))};
  return {_mm_or_pd(floor(abs(a)).v, sign.v)};
}

MARIANA_INLINE F64 lowHalf(F32 a) { return {_mm_cvtps_pd(a.v)}; }
MARIANA_INLINE F64 highHalf(F32 a) { return {_mm_cvtps_pd(_mm_movehl_ps(a.v, a.v))}; }
MARIANA_INLINE F32 narrow(F64 low, F64 high) { return {_mm_movelh_ps(_mm_cvtpd_ps(low.v), _mm_cvtpd_ps(high.v))}; }

}  // namespace mariana::MARIANA_ISA
