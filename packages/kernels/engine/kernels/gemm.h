// Matrix products. C is cut into blocks, and the thread that computes one packs what it needs of B, for its second cache, and
// of A, tile after tile, for its first: threads share nothing that one of them writes. Each element of C sums in the order of
// k, whatever the number of threads.
#pragma once
#include "kernels/epilogue.h"
#include "kernels/gemm-tile.h"

namespace mariana::MARIANA_ISA {

// C [m, n], dense, = A · B, or where `adds` C + A · B; what the epilogue says of it. False where there is no memory to pack
// into. Compiled in one place, gemm.cc, for the compiler's time.
template <class V>
bool product(Matrix<typename V::T> a, Matrix<typename V::T> b, typename V::T* c, int64_t m, int64_t n, int64_t k, bool adds = false,
             const Epilogue<V>& epilogue = {});

}  // namespace mariana::MARIANA_ISA
