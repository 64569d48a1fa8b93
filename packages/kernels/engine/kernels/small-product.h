// Products of tiles that lie in the innermost cache: C [m, n] = A B, or C + A B. Rows of B and C are contiguous,
// `ldb` and `ldc` apart. Each element is summed in order. Compiled in one place, small-product.cc.
#pragma once
#include "kernels/matrix.h"

namespace mariana::MARIANA_ISA {

template <class V>
void smallProduct(Matrix<typename V::T> a, const typename V::T* b, int64_t ldb, typename V::T* c, int64_t ldc,
                  int64_t m, int64_t n, int64_t depth, bool add);

}  // namespace mariana::MARIANA_ISA
