// AVX2 with FMA: 8 floats or 4 doubles; a mask is a vector whose lanes are all ones or all zeros.
#include <immintrin.h>

namespace mariana::MARIANA_ISA {

// 8 ones and 8 zeros: from element 8 − n on, a mask of the first n lanes.
alignas(32) static const int32_t firstLanes[16] = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};

struct M32 {
  __m256 v;
};
struct M64 {
  __m256d v;
};

struct F32 {
  using T = float;
  using Mask = M32;
  static constexpr int lanes = 8;
  static constexpr bool fused = true;
  static constexpr bool scales = false;
  __m256 v;
  MARIANA_INLINE_MEMBER static F32 zero() { return {_mm256_setzero_ps()}; }
  MARIANA_INLINE_MEMBER static F32 all(T x) { return {_mm256_set1_ps(x)}; }
  MARIANA_INLINE_MEMBER static F32 load(const T* p) { return {_mm256_loadu_ps(p)}; }
  MARIANA_INLINE_MEMBER static F32 load(const T* p, int n) { return {_mm256_maskload_ps(p, first(n))}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm256_storeu_ps(p, v); }
  MARIANA_INLINE_MEMBER void store(T* p, int n) const { _mm256_maskstore_ps(p, first(n), v); }
  MARIANA_INLINE_MEMBER static __m256i first(int n) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(firstLanes + 8 - n * 1));
  }
};
struct I32 {
  using T = int32_t;
  static constexpr int lanes = 8;
  __m256i v;
  MARIANA_INLINE_MEMBER static I32 all(T x) { return {_mm256_set1_epi32(x)}; }
  MARIANA_INLINE_MEMBER static I32 load(const T* p) { return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v); }
};
MARIANA_INLINE F32 operator+(F32 a, F32 b) { return {_mm256_add_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator-(F32 a, F32 b) { return {_mm256_sub_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator*(F32 a, F32 b) { return {_mm256_mul_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator/(F32 a, F32 b) { return {_mm256_div_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator-(F32 a) { return {_mm256_xor_ps(a.v, _mm256_set1_ps(-0.0f))}; }
MARIANA_INLINE F32 fma(F32 a, F32 b, F32 c) { return {_mm256_fmadd_ps(a.v, b.v, c.v)}; }
MARIANA_INLINE F32 fnma(F32 a, F32 b, F32 c) { return {_mm256_fnmadd_ps(a.v, b.v, c.v)}; }
MARIANA_INLINE F32 min(F32 a, F32 b) { return {_mm256_min_ps(a.v, b.v)}; }
MARIANA_INLINE F32 max(F32 a, F32 b) { return {_mm256_max_ps(a.v, b.v)}; }
MARIANA_INLINE F32 abs(F32 a) { return {_mm256_andnot_ps(_mm256_set1_ps(-0.0f), a.v)}; }
MARIANA_INLINE F32 sqrt(F32 a) { return {_mm256_sqrt_ps(a.v)}; }
MARIANA_INLINE F32 round(F32 a) { return {_mm256_round_ps(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F32 floor(F32 a) { return {_mm256_round_ps(a.v, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F32 ceil(F32 a) { return {_mm256_round_ps(a.v, _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F32 trunc(F32 a) { return {_mm256_round_ps(a.v, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE M32 less(F32 a, F32 b) { return {_mm256_cmp_ps(a.v, b.v, _CMP_LT_OQ)}; }
MARIANA_INLINE M32 lessEqual(F32 a, F32 b) { return {_mm256_cmp_ps(a.v, b.v, _CMP_LE_OQ)}; }
MARIANA_INLINE M32 equal(F32 a, F32 b) { return {_mm256_cmp_ps(a.v, b.v, _CMP_EQ_OQ)}; }
MARIANA_INLINE M32 isNan(F32 a) { return {_mm256_cmp_ps(a.v, a.v, _CMP_UNORD_Q)}; }
MARIANA_INLINE F32 select(M32 mask, F32 yes, F32 no) { return {_mm256_blendv_ps(no.v, yes.v, mask.v)}; }
MARIANA_INLINE I32 bits(F32 a) { return {_mm256_castps_si256(a.v)}; }
MARIANA_INLINE F32 floats(I32 a) { return {_mm256_castsi256_ps(a.v)}; }
MARIANA_INLINE I32 operator+(I32 a, I32 b) { return {_mm256_add_epi32(a.v, b.v)}; }
MARIANA_INLINE I32 operator-(I32 a, I32 b) { return {_mm256_sub_epi32(a.v, b.v)}; }
MARIANA_INLINE I32 operator&(I32 a, I32 b) { return {_mm256_and_si256(a.v, b.v)}; }
MARIANA_INLINE I32 operator|(I32 a, I32 b) { return {_mm256_or_si256(a.v, b.v)}; }
MARIANA_INLINE I32 operator^(I32 a, I32 b) { return {_mm256_xor_si256(a.v, b.v)}; }
template <int n>
MARIANA_INLINE I32 shiftLeft(I32 a) { return {_mm256_slli_epi32(a.v, n)}; }
template <int n>
MARIANA_INLINE I32 shiftRight(I32 a) { return {_mm256_srli_epi32(a.v, n)}; }  // zeros come in
MARIANA_INLINE M32 less(I32 a, I32 b) { return {_mm256_castsi256_ps(_mm256_cmpgt_epi32(b.v, a.v))}; }
MARIANA_INLINE M32 equal(I32 a, I32 b) { return {_mm256_castsi256_ps(_mm256_cmpeq_epi32(a.v, b.v))}; }
MARIANA_INLINE bool anyOf(M32 mask) { return _mm256_movemask_ps(mask.v) != 0; }
MARIANA_INLINE M32 both(M32 a, M32 b) { return {_mm256_and_ps(a.v, b.v)}; }
MARIANA_INLINE M32 either(M32 a, M32 b) { return {_mm256_or_ps(a.v, b.v)}; }
MARIANA_INLINE M32 negate(M32 a) { return {_mm256_xor_ps(a.v, _mm256_castsi256_ps(_mm256_set1_epi32(-1)))}; }
MARIANA_INLINE I32 toInt(F32 a) { return {_mm256_cvtps_epi32(a.v)}; }
MARIANA_INLINE F32 toFloat(I32 a) { return {_mm256_cvtepi32_ps(a.v)}; }
MARIANA_INLINE float sum(F32 a) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(a.v), _mm256_extractf128_ps(a.v, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}
MARIANA_INLINE float maxOf(F32 a) {
  const __m128 four = _mm_max_ps(_mm256_castps256_ps128(a.v), _mm256_extractf128_ps(a.v, 1));
  const __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}
MARIANA_INLINE float minOf(F32 a) { return -maxOf(-a); }

struct F64 {
  using T = double;
  using Mask = M64;
  static constexpr int lanes = 4;
  static constexpr bool fused = true;
  __m256d v;
  MARIANA_INLINE_MEMBER static F64 zero() { return {_mm256_setzero_pd()}; }
  MARIANA_INLINE_MEMBER static F64 all(T x) { return {_mm256_set1_pd(x)}; }
  MARIANA_INLINE_MEMBER static F64 load(const T* p) { return {_mm256_loadu_pd(p)}; }
  MARIANA_INLINE_MEMBER static F64 load(const T* p, int n) { return {_mm256_maskload_pd(p, first(n))}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm256_storeu_pd(p, v); }
  MARIANA_INLINE_MEMBER void store(T* p, int n) const { _mm256_maskstore_pd(p, first(n), v); }
  MARIANA_INLINE_MEMBER static __m256i first(int n) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(firstLanes + 8 - n * 2));
  }
};
struct I64 {
  using T = int64_t;
  static constexpr int lanes = 4;
  __m256i v;
  MARIANA_INLINE_MEMBER static I64 all(T x) { return {_mm256_set1_epi64x(x)}; }
  MARIANA_INLINE_MEMBER static I64 load(const T* p) { return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v); }
};
MARIANA_INLINE F64 operator+(F64 a, F64 b) { return {_mm256_add_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator-(F64 a, F64 b) { return {_mm256_sub_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator*(F64 a, F64 b) { return {_mm256_mul_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator/(F64 a, F64 b) { return {_mm256_div_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator-(F64 a) { return {_mm256_xor_pd(a.v, _mm256_set1_pd(-0.0))}; }
MARIANA_INLINE F64 fma(F64 a, F64 b, F64 c) { return {_mm256_fmadd_pd(a.v, b.v, c.v)}; }
MARIANA_INLINE F64 fnma(F64 a, F64 b, F64 c) { return {_mm256_fnmadd_pd(a.v, b.v, c.v)}; }
MARIANA_INLINE F64 min(F64 a, F64 b) { return {_mm256_min_pd(a.v, b.v)}; }
MARIANA_INLINE F64 max(F64 a, F64 b) { return {_mm256_max_pd(a.v, b.v)}; }
MARIANA_INLINE F64 abs(F64 a) { return {_mm256_andnot_pd(_mm256_set1_pd(-0.0), a.v)}; }
MARIANA_INLINE F64 sqrt(F64 a) { return {_mm256_sqrt_pd(a.v)}; }
MARIANA_INLINE F64 round(F64 a) { return {_mm256_round_pd(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F64 floor(F64 a) { return {_mm256_round_pd(a.v, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F64 ceil(F64 a) { return {_mm256_round_pd(a.v, _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F64 trunc(F64 a) { return {_mm256_round_pd(a.v, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE M64 less(F64 a, F64 b) { return {_mm256_cmp_pd(a.v, b.v, _CMP_LT_OQ)}; }
MARIANA_INLINE M64 lessEqual(F64 a, F64 b) { return {_mm256_cmp_pd(a.v, b.v, _CMP_LE_OQ)}; }
MARIANA_INLINE M64 equal(F64 a, F64 b) { return {_mm256_cmp_pd(a.v, b.v, _CMP_EQ_OQ)}; }
MARIANA_INLINE M64 isNan(F64 a) { return {_mm256_cmp_pd(a.v, a.v, _CMP_UNORD_Q)}; }
MARIANA_INLINE F64 select(M64 mask, F64 yes, F64 no) { return {_mm256_blendv_pd(no.v, yes.v, mask.v)}; }
MARIANA_INLINE I64 bits(F64 a) { return {_mm256_castpd_si256(a.v)}; }
MARIANA_INLINE F64 floats(I64 a) { return {_mm256_castsi256_pd(a.v)}; }
MARIANA_INLINE I64 operator+(I64 a, I64 b) { return {_mm256_add_epi64(a.v, b.v)}; }
MARIANA_INLINE I64 operator-(I64 a, I64 b) { return {_mm256_sub_epi64(a.v, b.v)}; }
MARIANA_INLINE I64 operator&(I64 a, I64 b) { return {_mm256_and_si256(a.v, b.v)}; }
MARIANA_INLINE I64 operator|(I64 a, I64 b) { return {_mm256_or_si256(a.v, b.v)}; }
MARIANA_INLINE I64 operator^(I64 a, I64 b) { return {_mm256_xor_si256(a.v, b.v)}; }
template <int n>
MARIANA_INLINE I64 shiftLeft(I64 a) { return {_mm256_slli_epi64(a.v, n)}; }
template <int n>
MARIANA_INLINE I64 shiftRight(I64 a) { return {_mm256_srli_epi64(a.v, n)}; }  // zeros come in
MARIANA_INLINE M64 less(I64 a, I64 b) { return {_mm256_castsi256_pd(_mm256_cmpgt_epi64(b.v, a.v))}; }
MARIANA_INLINE M64 equal(I64 a, I64 b) { return {_mm256_castsi256_pd(_mm256_cmpeq_epi64(a.v, b.v))}; }
MARIANA_INLINE bool anyOf(M64 mask) { return _mm256_movemask_pd(mask.v) != 0; }
MARIANA_INLINE M64 both(M64 a, M64 b) { return {_mm256_and_pd(a.v, b.v)}; }
MARIANA_INLINE M64 either(M64 a, M64 b) { return {_mm256_or_pd(a.v, b.v)}; }
MARIANA_INLINE M64 negate(M64 a) { return {_mm256_xor_pd(a.v, _mm256_castsi256_pd(_mm256_set1_epi32(-1)))}; }
// Whole numbers below 2^51 sit in the low bits of a double near 1.5 · 2^52.
MARIANA_INLINE I64 toInt(F64 a) {
  const __m256d magic = _mm256_set1_pd(6755399441055744.0);
  return {_mm256_sub_epi64(_mm256_castpd_si256(_mm256_add_pd(a.v, magic)), _mm256_castpd_si256(magic))};
}
MARIANA_INLINE F64 toFloat(I64 a) {
  const __m256d magic = _mm256_set1_pd(6755399441055744.0);
  return {_mm256_sub_pd(_mm256_castsi256_pd(_mm256_add_epi64(a.v, _mm256_castpd_si256(magic))), magic)};
}
MARIANA_INLINE double sum(F64 a) {
  const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(a.v), _mm256_extractf128_pd(a.v, 1));
  return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}
MARIANA_INLINE double maxOf(F64 a) {
  const __m128d two = _mm_max_pd(_mm256_castpd256_pd128(a.v), _mm256_extractf128_pd(a.v, 1));
  return _mm_cvtsd_f64(_mm_max_sd(two, _mm_unpackhi_pd(two, two)));
}
MARIANA_INLINE double minOf(F64 a) { return -maxOf(-a); }

MARIANA_INLINE F64 lowHalf(F32 a) { return {_mm256_cvtps_pd(_mm256_castps256_ps128(a.v))}; }
MARIANA_INLINE F64 highHalf(F32 a) { return {_mm256_cvtps_pd(_mm256_extractf128_ps(a.v, 1))}; }
MARIANA_INLINE F32 narrow(F64 low, F64 high) { return {_mm256_set_m128(_mm256_cvtpd_ps(high.v), _mm256_cvtpd_ps(low.v))}; }
MARIANA_INLINE F32 lookUp(const float (&table)[8], I32 index) {
  return {_mm256_permutevar8x32_ps(_mm256_loadu_ps(table), index.v)};
}

}  // namespace mariana::MARIANA_ISA
