// turnFour(from, apart, to, width): four lines, `apart` from each other, of F32::lanes elements each, become as many columns
// of four, `width` from each other. turnTwo: the same of two lines.
#pragma once

namespace mariana::MARIANA_ISA {

#if defined(__x86_64__) || defined(_M_X64)
MARIANA_INLINE void storeLow(__m128 pairs, float* to) { _mm_storel_pi(reinterpret_cast<__m64*>(to), pairs); }
MARIANA_INLINE void storeHigh(__m128 pairs, float* to) { _mm_storeh_pi(reinterpret_cast<__m64*>(to), pairs); }
// turnTwo of four elements.
MARIANA_INLINE void turnTwoByFour(const float* from, int64_t apart, float* to, int64_t width) {
  const __m128 a = _mm_loadu_ps(from), b = _mm_loadu_ps(from + apart);
  const __m128 low = _mm_unpacklo_ps(a, b), high = _mm_unpackhi_ps(a, b);
  storeLow(low, to), storeHigh(low, to + width), storeLow(high, to + 2 * width), storeHigh(high, to + 3 * width);
}
#endif

#if defined(__AVX512F__)
// Every 128 bits are turned by themselves: the n-th of them holds columns 4n + …
MARIANA_INLINE void turnFour(const float* from, int64_t apart, float* to, int64_t width) {
  const __m512 a = _mm512_loadu_ps(from), b = _mm512_loadu_ps(from + apart);
  const __m512 c = _mm512_loadu_ps(from + 2 * apart), d = _mm512_loadu_ps(from + 3 * apart);
  const __m512 ab = _mm512_unpacklo_ps(a, b), cd = _mm512_unpacklo_ps(c, d);
  const __m512 ab2 = _mm512_unpackhi_ps(a, b), cd2 = _mm512_unpackhi_ps(c, d);
  const __m512 columns[4] = {_mm512_shuffle_ps(ab, cd, 0x44), _mm512_shuffle_ps(ab, cd, 0xee),
                             _mm512_shuffle_ps(ab2, cd2, 0x44), _mm512_shuffle_ps(ab2, cd2, 0xee)};
  unrolled<4>([&](auto i) MARIANA_INLINE_BODY {
    _mm_storeu_ps(to + i * width, _mm512_castps512_ps128(columns[i]));
    _mm_storeu_ps(to + (i + 4) * width, _mm512_extractf32x4_ps(columns[i], 1));
    _mm_storeu_ps(to + (i + 8) * width, _mm512_extractf32x4_ps(columns[i], 2));
    _mm_storeu_ps(to + (i + 12) * width, _mm512_extractf32x4_ps(columns[i], 3));
  });
}
MARIANA_INLINE void turnTwo(const float* from, int64_t apart, float* to, int64_t width) {
  unrolled<4>([&](auto e) MARIANA_INLINE_BODY { turnTwoByFour(from + 4 * e, apart, to + 4 * e * width, width); });
}
#elif defined(__AVX2__)
MARIANA_INLINE void turnFour(const float* from, int64_t apart, float* to, int64_t width) {
  const __m256 a = _mm256_loadu_ps(from), b = _mm256_loadu_ps(from + apart);
  const __m256 c = _mm256_loadu_ps(from + 2 * apart), d = _mm256_loadu_ps(from + 3 * apart);
  const __m256 ab = _mm256_unpacklo_ps(a, b), cd = _mm256_unpacklo_ps(c, d);
  const __m256 ab2 = _mm256_unpackhi_ps(a, b), cd2 = _mm256_unpackhi_ps(c, d);
  const __m256 columns[4] = {_mm256_shuffle_ps(ab, cd, 0x44), _mm256_shuffle_ps(ab, cd, 0xee),
                             _mm256_shuffle_ps(ab2, cd2, 0x44), _mm256_shuffle_ps(ab2, cd2, 0xee)};
  unrolled<4>([&](auto i) MARIANA_INLINE_BODY {
    _mm_storeu_ps(to + i * width, _mm256_castps256_ps128(columns[i]));
    _mm_storeu_ps(to + (i + 4) * width, _mm256_extractf128_ps(columns[i], 1));
  });
}
MARIANA_INLINE void turnTwo(const float* from, int64_t apart, float* to, int64_t width) {
  const __m256 a = _mm256_loadu_ps(from), b = _mm256_loadu_ps(from + apart);
  const __m256 low = _mm256_unpacklo_ps(a, b), high = _mm256_unpackhi_ps(a, b);
  const __m128 pairs[4] = {_mm256_castps256_ps128(low), _mm256_castps256_ps128(high), _mm256_extractf128_ps(low, 1),
                           _mm256_extractf128_ps(high, 1)};
  unrolled<4>([&](auto i) MARIANA_INLINE_BODY {
    storeLow(pairs[i], to + 2 * i * width), storeHigh(pairs[i], to + (2 * i + 1) * width);
  });
}
#elif defined(__x86_64__) || defined(_M_X64)
MARIANA_INLINE void turnFour(const float* from, int64_t apart, float* to, int64_t width) {
  __m128 a = _mm_loadu_ps(from), b = _mm_loadu_ps(from + apart);
  __m128 c = _mm_loadu_ps(from + 2 * apart), d = _mm_loadu_ps(from + 3 * apart);
  _MM_TRANSPOSE4_PS(a, b, c, d);
  _mm_storeu_ps(to, a);
  _mm_storeu_ps(to + width, b);
  _mm_storeu_ps(to + 2 * width, c);
  _mm_storeu_ps(to + 3 * width, d);
}
MARIANA_INLINE void turnTwo(const float* from, int64_t apart, float* to, int64_t width) {
  turnTwoByFour(from, apart, to, width);
}
#elif defined(__aarch64__)
MARIANA_INLINE void turnFour(const float* from, int64_t apart, float* to, int64_t width) {
  const float32x4_t a = vld1q_f32(from), b = vld1q_f32(from + apart);
  const float32x4_t c = vld1q_f32(from + 2 * apart), d = vld1q_f32(from + 3 * apart);
  const float32x4_t ab = vtrn1q_f32(a, b), ab2 = vtrn2q_f32(a, b), cd = vtrn1q_f32(c, d), cd2 = vtrn2q_f32(c, d);
  vst1q_f32(to, vcombine_f32(vget_low_f32(ab), vget_low_f32(cd)));
  vst1q_f32(to + width, vcombine_f32(vget_low_f32(ab2), vget_low_f32(cd2)));
  vst1q_f32(to + 2 * width, vcombine_f32(vget_high_f32(ab), vget_high_f32(cd)));
  vst1q_f32(to + 3 * width, vcombine_f32(vget_high_f32(ab2), vget_high_f32(cd2)));
}
MARIANA_INLINE void turnTwo(const float* from, int64_t apart, float* to, int64_t width) {
  const float32x4x2_t pairs = vzipq_f32(vld1q_f32(from), vld1q_f32(from + apart));
  for (int i = 0; i < 2; i++) {
    vst1_f32(to + 2 * i * width, vget_low_f32(pairs.val[i]));
    vst1_f32(to + (2 * i + 1) * width, vget_high_f32(pairs.val[i]));
  }
}
#elif defined(__wasm_simd128__)
MARIANA_INLINE void turnFour(const float* from, int64_t apart, float* to, int64_t width) {
  const v128_t a = wasm_v128_load(from), b = wasm_v128_load(from + apart);
  const v128_t c = wasm_v128_load(from + 2 * apart), d = wasm_v128_load(from + 3 * apart);
  const v128_t ab = wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), cd = wasm_i32x4_shuffle(c, d, 0, 4, 1, 5);
  const v128_t ab2 = wasm_i32x4_shuffle(a, b, 2, 6, 3, 7), cd2 = wasm_i32x4_shuffle(c, d, 2, 6, 3, 7);
  wasm_v128_store(to, wasm_i64x2_shuffle(ab, cd, 0, 2));
  wasm_v128_store(to + width, wasm_i64x2_shuffle(ab, cd, 1, 3));
  wasm_v128_store(to + 2 * width, wasm_i64x2_shuffle(ab2, cd2, 0, 2));
  wasm_v128_store(to + 3 * width, wasm_i64x2_shuffle(ab2, cd2, 1, 3));
}
MARIANA_INLINE void turnTwo(const float* from, int64_t apart, float* to, int64_t width) {
  for (int e = 0; e < 4; e++) to[e * width] = from[e], to[e * width + 1] = from[apart + e];
}
#endif

}  // namespace mariana::MARIANA_ISA
