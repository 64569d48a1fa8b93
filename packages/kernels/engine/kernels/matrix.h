// A matrix as it lies in memory, transposed or not.
#pragma once
#include "isa.h"

namespace mariana::MARIANA_ISA {

// Element [i, j] of a matrix lies at data[i · row + j · column].
template <class T>
struct Matrix {
  const T* data;
  int64_t row, column;
  Matrix from(int64_t i, int64_t j) const { return {data + i * row + j * column, row, column}; }
};

}  // namespace mariana::MARIANA_ISA
