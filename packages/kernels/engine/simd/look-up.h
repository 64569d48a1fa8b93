// lookUp(table, index) where no instruction does it.
#pragma once

namespace mariana::MARIANA_ISA {

MARIANA_INLINE F32 lookUp(const float (&table)[8], I32 index) {
  int32_t at[F32::lanes];
  float found[F32::lanes];
  index.store(at);
  for (int i = 0; i < F32::lanes; i++) found[i] = table[at[i] & 7];
  return F32::load(found);
}

}  // namespace mariana::MARIANA_ISA
