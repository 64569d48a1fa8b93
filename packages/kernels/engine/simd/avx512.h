// AVX-512: 16 floats or 8 doubles; masks are registers of their own.
#include <immintrin.h>

namespace mariana::MARIANA_ISA {

struct F32 {
  using T = float;
  using Mask = __mmask16;
  static constexpr int lanes = 16;
  static constexpr bool fused = true;
  static constexpr bool scales = true;
  __m512 v;
  MARIANA_INLINE_MEMBER static F32 zero() { return {_mm512_setzero_ps()}; }
  MARIANA_INLINE_MEMBER static F32 all(T x) { return {_mm512_set1_ps(x)}; }
  MARIANA_INLINE_MEMBER static F32 load(const T* p) { return {_mm512_loadu_ps(p)}; }
  MARIANA_INLINE_MEMBER static F32 load(const T* p, int n) { return {_mm512_maskz_loadu_ps(first(n), p)}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm512_storeu_ps(p, v); }
  MARIANA_INLINE_MEMBER void store(T* p, int n) const { _mm512_mask_storeu_ps(p, first(n), v); }
  MARIANA_INLINE_MEMBER static Mask first(int n) { return static_cast<Mask>((1u << n) - 1u); }
};
struct I32 {
  using T = int32_t;
  static constexpr int lanes = 16;
  __m512i v;
  MARIANA_INLINE_MEMBER static I32 all(T x) { return {_mm512_set1_epi32(x)}; }
  MARIANA_INLINE_MEMBER static I32 load(const T* p) { return {_mm512_loadu_si512(p)}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm512_storeu_si512(p, v); }
};
MARIANA_INLINE F32 operator+(F32 a, F32 b) { return {_mm512_add_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator-(F32 a, F32 b) { return {_mm512_sub_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator*(F32 a, F32 b) { return {_mm512_mul_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator/(F32 a, F32 b) { return {_mm512_div_ps(a.v, b.v)}; }
MARIANA_INLINE F32 operator-(F32 a) { return {_mm512_xor_ps(a.v, _mm512_set1_ps(-0.0f))}; }
MARIANA_INLINE F32 fma(F32 a, F32 b, F32 c) { return {_mm512_fmadd_ps(a.v, b.v, c.v)}; }
MARIANA_INLINE F32 fnma(F32 a, F32 b, F32 c) { return {_mm512_fnmadd_ps(a.v, b.v, c.v)}; }
MARIANA_INLINE F32 min(F32 a, F32 b) { return {_mm512_min_ps(a.v, b.v)}; }
MARIANA_INLINE F32 max(F32 a, F32 b) { return {_mm512_max_ps(a.v, b.v)}; }
MARIANA_INLINE F32 abs(F32 a) { return {_mm512_abs_ps(a.v)}; }
MARIANA_INLINE F32 sqrt(F32 a) { return {_mm512_sqrt_ps(a.v)}; }
MARIANA_INLINE F32 round(F32 a) { return {_mm512_roundscale_ps(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F32 floor(F32 a) { return {_mm512_roundscale_ps(a.v, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F32 ceil(F32 a) { return {_mm512_roundscale_ps(a.v, _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F32 trunc(F32 a) { return {_mm512_roundscale_ps(a.v, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE __mmask16 less(F32 a, F32 b) { return _mm512_cmp_ps_mask(a.v, b.v, _CMP_LT_OQ); }
MARIANA_INLINE __mmask16 lessEqual(F32 a, F32 b) { return _mm512_cmp_ps_mask(a.v, b.v, _CMP_LE_OQ); }
MARIANA_INLINE __mmask16 equal(F32 a, F32 b) { return _mm512_cmp_ps_mask(a.v, b.v, _CMP_EQ_OQ); }
MARIANA_INLINE __mmask16 isNan(F32 a) { return _mm512_cmp_ps_mask(a.v, a.v, _CMP_UNORD_Q); }
MARIANA_INLINE F32 select(__mmask16 mask, F32 yes, F32 no) { return {_mm512_mask_blend_ps(mask, no.v, yes.v)}; }
MARIANA_INLINE float sum(F32 a) { return _mm512_reduce_add_ps(a.v); }
MARIANA_INLINE float maxOf(F32 a) { return _mm512_reduce_max_ps(a.v); }
MARIANA_INLINE float minOf(F32 a) { return _mm512_reduce_min_ps(a.v); }
MARIANA_INLINE I32 bits(F32 a) { return {_mm512_castps_si512(a.v)}; }
MARIANA_INLINE F32 floats(I32 a) { return {_mm512_castsi512_ps(a.v)}; }
MARIANA_INLINE I32 toInt(F32 a) { return {_mm512_cvtps_epi32(a.v)}; }
MARIANA_INLINE F32 toFloat(I32 a) { return {_mm512_cvtepi32_ps(a.v)}; }
MARIANA_INLINE I32 operator+(I32 a, I32 b) { return {_mm512_add_epi32(a.v, b.v)}; }
MARIANA_INLINE I32 operator-(I32 a, I32 b) { return {_mm512_sub_epi32(a.v, b.v)}; }
MARIANA_INLINE I32 operator&(I32 a, I32 b) { return {_mm512_and_si512(a.v, b.v)}; }
MARIANA_INLINE I32 operator|(I32 a, I32 b) { return {_mm512_or_si512(a.v, b.v)}; }
MARIANA_INLINE I32 operator^(I32 a, I32 b) { return {_mm512_xor_si512(a.v, b.v)}; }
template <int n>
MARIANA_INLINE I32 shiftLeft(I32 a) { return {_mm512_slli_epi32(a.v, n)}; }
template <int n>
MARIANA_INLINE I32 shiftRight(I32 a) { return {_mm512_srli_epi32(a.v, n)}; }  // zeros come in
MARIANA_INLINE __mmask16 less(I32 a, I32 b) { return _mm512_cmplt_epi32_mask(a.v, b.v); }
MARIANA_INLINE __mmask16 equal(I32 a, I32 b) { return _mm512_cmpeq_epi32_mask(a.v, b.v); }

// Masks of F32.
MARIANA_INLINE bool anyOf(__mmask16 mask) { return mask != 0; }
MARIANA_INLINE __mmask16 both(__mmask16 a, __mmask16 b) { return static_cast<__mmask16>(a & b); }
MARIANA_INLINE __mmask16 either(__mmask16 a, __mmask16 b) { return static_cast<__mmask16>(a | b); }
MARIANA_INLINE __mmask16 negate(__mmask16 a) { return static_cast<__mmask16>(~a); }

struct F64 {
  using T = double;
  using Mask = __mmask8;
  static constexpr int lanes = 8;
  static constexpr bool fused = true;
  __m512d v;
  MARIANA_INLINE_MEMBER static F64 zero() { return {_mm512_setzero_pd()}; }
  MARIANA_INLINE_MEMBER static F64 all(T x) { return {_mm512_set1_pd(x)}; }
  MARIANA_INLINE_MEMBER static F64 load(const T* p) { return {_mm512_loadu_pd(p)}; }
  MARIANA_INLINE_MEMBER static F64 load(const T* p, int n) { return {_mm512_maskz_loadu_pd(first(n), p)}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm512_storeu_pd(p, v); }
  MARIANA_INLINE_MEMBER void store(T* p, int n) const { _mm512_mask_storeu_pd(p, first(n), v); }
  MARIANA_INLINE_MEMBER static Mask first(int n) { return static_cast<Mask>((1u << n) - 1u); }
};
struct I64 {
  using T = int64_t;
  static constexpr int lanes = 8;
  __m512i v;
  MARIANA_INLINE_MEMBER static I64 all(T x) { return {_mm512_set1_epi64(x)}; }
  MARIANA_INLINE_MEMBER static I64 load(const T* p) { return {_mm512_loadu_si512(p)}; }
  MARIANA_INLINE_MEMBER void store(T* p) const { _mm512_storeu_si512(p, v); }
};
MARIANA_INLINE F64 operator+(F64 a, F64 b) { return {_mm512_add_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator-(F64 a, F64 b) { return {_mm512_sub_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator*(F64 a, F64 b) { return {_mm512_mul_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator/(F64 a, F64 b) { return {_mm512_div_pd(a.v, b.v)}; }
MARIANA_INLINE F64 operator-(F64 a) { return {_mm512_xor_pd(a.v, _mm512_set1_pd(-0.0))}; }
MARIANA_INLINE F64 fma(F64 a, F64 b, F64 c) { return {_mm512_fmadd_pd(a.v, b.v, c.v)}; }
MARIANA_INLINE F64 fnma(F64 a, F64 b, F64 c) { return {_mm512_fnmadd_pd(a.v, b.v, c.v)}; }
MARIANA_INLINE F64 min(F64 a, F64 b) { return {_mm512_min_pd(a.v, b.v)}; }
MARIANA_INLINE F64 max(F64 a, F64 b) { return {_mm512_max_pd(a.v, b.v)}; }
MARIANA_INLINE F64 abs(F64 a) { return {_mm512_abs_pd(a.v)}; }
MARIANA_INLINE F64 sqrt(F64 a) { return {_mm512_sqrt_pd(a.v)}; }
MARIANA_INLINE F64 round(F64 a) { return {_mm512_roundscale_pd(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F64 floor(F64 a) { return {_mm512_roundscale_pd(a.v, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F64 ceil(F64 a) { return {_mm512_roundscale_pd(a.v, _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE F64 trunc(F64 a) { return {_mm512_roundscale_pd(a.v, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC)}; }
MARIANA_INLINE __mmask8 less(F64 a, F64 b) { return _mm512_cmp_pd_mask(a.v, b.v, _CMP_LT_OQ); }
MARIANA_INLINE __mmask8 lessEqual(F64 a, F64 b) { return _mm512_cmp_pd_mask(a.v, b.v, _CMP_LE_OQ); }
MARIANA_INLINE __mmask8 equal(F64 a, F64 b) { return _mm512_cmp_pd_mask(a.v, b.v, _CMP_EQ_OQ); }
MARIANA_INLINE __mmask8 isNan(F64 a) { return _mm512_cmp_pd_mask(a.v, a.v, _CMP_UNORD_Q); }
MARIANA_INLINE F64 select(__mmask8 mask, F64 yes, F64 no) { return {_mm512_mask_blend_pd(mask, no.v, yes.v)}; }
MARIANA_INLINE double sum(F64 a) { return _mm512_reduce_add_pd(a.v); }
MARIANA_INLINE double maxOf(F64 a) { return _mm512_reduce_max_pd(a.v); }
MARIANA_INLINE double minOf(F64 a) { return _mm512_reduce_min_pd(a.v); }
MARIANA_INLINE I64 bits(F64 a) { return {_mm512_castpd_si512(a.v)}; }
MARIANA_INLINE F64 floats(I64 a) { return {_mm512_castsi512_pd(a.v)}; }
MARIANA_INLINE I64 toInt(F64 a) { return {_mm512_cvtpd_epi64(a.v)}; }
MARIANA_INLINE F64 toFloat(I64 a) { return {_mm512_cvtepi64_pd(a.v)}; }
MARIANA_INLINE I64 operator+(I64 a, I64 b) { return {_mm512_add_epi64(a.v, b.v)}; }
MARIANA_INLINE I64 operator-(I64 a, I64 b) { return {_mm512_sub_epi64(a.v, b.v)}; }
MARIANA_INLINE I64 operator&(I64 a, I64 b) { return {_mm512_and_si512(a.v, b.v)}; }
MARIANA_INLINE I64 operator|(I64 a, I64 b) { return {_mm512_or_si512(a.v, b.v)}; }
MARIANA_INLINE I64 operator^(I64 a, I64 b) { return {_mm512_xor_si512(a.v, b.v)}; }
template <int n>
MARIANA_INLINE I64 shiftLeft(I64 a) { return {_mm512_slli_epi64(a.v, n)}; }
template <int n>
MARIANA_INLINE I64 shiftRight(I64 a) { return {_mm512_srli_epi64(a.v, n)}; }  // zeros come in
MARIANA_INLINE __mmask8 less(I64 a, I64 b) { return _mm512_cmplt_epi64_mask(a.v, b.v); }
MARIANA_INLINE __mmask8 equal(I64 a, I64 b) { return _mm512_cmpeq_epi64_mask(a.v, b.v); }

// Masks of F64.
MARIANA_INLINE bool anyOf(__mmask8 mask) { return mask != 0; }
MARIANA_INLINE __mmask8 both(__mmask8 a, __mmask8 b) { return static_cast<__mmask8>(a & b); }
MARIANA_INLINE __mmask8 either(__mmask8 a, __mmask8 b) { return static_cast<__mmask8>(a | b); }
MARIANA_INLINE __mmask8 negate(__mmask8 a) { return static_cast<__mmask8>(~a); }

MARIANA_INLINE F32 scale(F32 a, F32 n) { return {_mm512_scalef_ps(a.v, n.v)}; }
MARIANA_INLINE F32 scaleNormal(F32 a, F32 n) { return scale(a, n); }
MARIANA_INLINE F64 scale(F64 a, F64 n) { return {_mm512_scalef_pd(a.v, n.v)}; }
MARIANA_INLINE F64 lowHalf(F32 a) { return {_mm512_cvtps_pd(_mm512_castps512_ps256(a.v))}; }
MARIANA_INLINE F64 highHalf(F32 a) { return {_mm512_cvtps_pd(_mm512_extractf32x8_ps(a.v, 1))}; }
MARIANA_INLINE F32 narrow(F64 low, F64 high) {
  return {_mm512_insertf32x8(_mm512_castps256_ps512(_mm512_cvtpd_ps(low.v)), _mm512_cvtpd_ps(high.v), 1)};
}
MARIANA_INLINE F32 lookUp(const float (&table)[8], I32 index) {
  const __m512 twice = _mm512_broadcast_f32x8(_mm256_loadu_ps(table));
  return {_mm512_permutexvar_ps(index.v, twice)};
}
MARIANA_INLINE F32 lookUp(const float (&table)[32], I32 index) {
  return {_mm512_permutex2var_ps(_mm512_loadu_ps(table), index.v, _mm512_loadu_ps(table + 16))};
}

}  // namespace mariana::MARIANA_ISA
