// Elements with the places that they came from, put in order.
#pragma once
#include <string.h>

#include "isa.h"

namespace mariana::MARIANA_ISA {

template <class T>
struct Entry {
  T value;
  int32_t index;
};

// Whether b has to stand before a, which comes first: NaN is last in either direction.
template <class T, bool descending>
MARIANA_INLINE bool goesBefore(const Entry<T>& b, const Entry<T>& a) {
  if (descending ? b.value > a.value : b.value < a.value) return true;
  return a.value != a.value && b.value == b.value;
}

// Stable: short runs by insertion, and then merged.
template <class T, bool descending>
void sortEntries(Entry<T>* entries, Entry<T>* spare, int64_t size) {
  constexpr int64_t run = 16;
  for (int64_t first = 0; first < size; first += run) {
    const int64_t end = first + run < size ? first + run : size;
    for (int64_t i = first + 1; i < end; i++) {
      const Entry<T> entry = entries[i];
      int64_t at = i;
      for (; at > first && goesBefore<T, descending>(entry, entries[at - 1]); at--) entries[at] = entries[at - 1];
      entries[at] = entry;
    }
  }
  Entry<T>*from = entries, *to = spare;
  for (int64_t width = run; width < size; width *= 2) {
    for (int64_t first = 0; first < size; first += 2 * width) {
      const int64_t middle = first + width < size ? first + width : size;
      const int64_t end = middle + width < size ? middle + width : size;
      int64_t a = first, b = middle;
      for (int64_t i = first; i < end; i++) {
        const bool second = a == middle || (b < end && goesBefore<T, descending>(from[b], from[a]));
        to[i] = second ? from[b++] : from[a++];
      }
    }
    Entry<T>* const sorted = to;
    to = from;
    from = sorted;
  }
  if (from != entries) memcpy(entries, from, static_cast<size_t>(size) * sizeof(Entry<T>));
}

}  // namespace mariana::MARIANA_ISA
