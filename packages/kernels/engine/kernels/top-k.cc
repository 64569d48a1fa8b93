// The k greatest elements of each row of the last axis, the greatest first, and where they stand: in sort's order, of equals
// the first and NaN after all numbers. Parameter: k.
#include "entries.h"

namespace mariana::MARIANA_ISA {
namespace {

// Elements that are looked at together, as vectors of any type: in nearly all blocks of a long row there is none to keep.
constexpr int64_t block = 32;

// Calls take(i) for each element from `first` on that is wanted, until it returns false. Returns how far it came.
template <class T, class Wanted, class Take>
MARIANA_INLINE int64_t takeWanted(const T* x, int64_t first, int64_t size, const Wanted& wanted, const Take& take) {
  for (; first < size; first += block) {
    const int64_t end = first + block < size ? first + block : size;
    if (end - first == block) {
      bool any = false;
      for (int64_t i = 0; i < block; i++) any |= wanted(x[first + i]);
      if (!any) continue;
    }
    for (int64_t i = first; i < end; i++) {
      if (wanted(x[i]) && !take(i)) return i + 1;
    }
  }
  return size;
}

// The k-th greatest of numbers that change places; none is NaN.
template <class T>
T kthGreatest(T* x, int64_t size, int64_t k) {
  int64_t low = 0, high = size - 1;
  while (low < high) {
    const T pivot = x[low + (high - low) / 2];
    int64_t i = low, j = high;
    while (i <= j) {
      while (x[i] > pivot) i++;
      while (pivot > x[j]) j--;
      if (i > j) break;
      const T held = x[i];
      x[i++] = x[j];
      x[j--] = held;
    }
    if (k - 1 <= j) high = j;
    else if (k - 1 >= i) low = i;
    else break;
  }
  return x[k - 1];
}

template <class T>
constexpr T lowest = static_cast<T>(0.5) != 0 ? static_cast<T>(-__builtin_huge_val())
                     : static_cast<T>(-1) > 0 ? static_cast<T>(0)
                                              : static_cast<T>(uint64_t{1} << (8 * sizeof(T) - 1));

// Element i is in group i mod `groups`. The k-th of the groups' greatest is a number that k elements reach, and seldom many
// more; `lowest` where too many elements are NaN.
template <class T>
T reachedByK(const T* MARIANA_RESTRICT x, int64_t size, int64_t k, int64_t groups, T* MARIANA_RESTRICT greatest) {
  for (int64_t i = 0; i < groups; i++) greatest[i] = lowest<T>;
  int64_t group = 0;
  for (int64_t first = 0; first + block <= size; first += block) {
    for (int64_t i = 0; i < block; i++) {
      greatest[group + i] = x[first + i] > greatest[group + i] ? x[first + i] : greatest[group + i];
    }
    group = group + block < groups ? group + block : 0;
  }
  return kthGreatest(greatest, groups, k);
}

struct Plan {
  int64_t size, k;
  // Entries at a time: those that are kept, and those that may take their place, which are sorted in when there is no more
  // room, so that each costs log k or so whatever their order.
  int64_t room;
  int64_t groups;  // 0: the row is too short, or k too large, for a bound to be worth its time

  Plan(int64_t rowSize, int64_t kept) : size(rowSize), k(kept) {
    room = k + (k > 64 ? k : 64);
    if (room > size) room = size;
    groups = (2 * k + 64) / block * block;
    if (k > 512 || groups * 4 > size) groups = 0;
  }
};

// Leaves the k first of a row in `entries`.
template <class T>
void selectRow(const Plan& plan, const T* x, Entry<T>* entries, Entry<T>* spare, T* greatest) {
  const int64_t size = plan.size, k = plan.k, room = plan.room;
  const T bound = plan.groups > 0 ? reachedByK(x, size, k, plan.groups, greatest) : lowest<T>;
  int64_t count = 0;
  const auto put = [&](int64_t i) { entries[count++] = {x[i], static_cast<int32_t>(i)}; };
  const auto reaches = [=](T value) { return value >= bound; };
  const auto all = [](T) { return true; };
  const auto fill = [&](int64_t i) {
    put(i);
    return count < room;
  };
  const int64_t seen = bound > lowest<T> ? takeWanted(x, 0, size, reaches, fill) : takeWanted(x, 0, size, all, fill);
  sortEntries<T, true>(entries, spare, count);
  if (seen == size) return;
  Entry<T> last = entries[k - 1];
  count = k;
  // Equals of the last come after it.
  const auto before = [&last](T value) { return value > last.value || (last.value != last.value && value == value); };
  takeWanted(x, seen, size, before, [&](int64_t i) {
    put(i);
    if (count < room) return true;
    sortEntries<T, true>(entries, spare, count);
    last = entries[k - 1];
    count = k;
    return true;
  });
  if (count > k) sortEntries<T, true>(entries, spare, count);
}

template <class T>
Status selectRows(const Call& call, const Plan& plan, int64_t rows) {
  const T* from = dataOf<T>(call.inputs[0]);
  T* values = dataOf<T>(call.outputs[0]);
  int32_t* indices = dataOf<int32_t>(call.outputs[1]);
  const int64_t k = plan.k;
  Failure failed;
  parallelFor(rows, 16384 / (plan.size + 1) + 1, [&](int64_t begin, int64_t end) {
    Scratch<Entry<T>> entries(plan.room), spare(plan.room);
    Scratch<T> greatest(plan.groups);
    if (!entries || !spare || !greatest) {
      failed.raise();
      return;
    }
    for (int64_t row = begin; row < end; row++) {
      selectRow(plan, from + row * plan.size, entries.data(), spare.data(), greatest.data());
      for (int64_t i = 0; i < k; i++) {
        values[row * k + i] = entries[i].value;
        indices[row * k + i] = entries[i].index;
      }
    }
  });
  return failed ? Status::outOfMemory : Status::ok;
}

}  // namespace

MARIANA_KERNEL(topK) {
  MARIANA_CHECK(call.numInputs == 1 && call.numOutputs == 2 && call.numParams == 1 && call.inputs[0].rank > 0);
  const Array &x = call.inputs[0], &values = call.outputs[0], &indices = call.outputs[1];
  const int64_t size = x.shape[x.rank - 1], k = integerParam(call, 0);
  MARIANA_CHECK(k >= 0 && k <= size && size <= INT32_MAX);
  const int64_t rows = size == 0 ? 0 : x.size / size;
  MARIANA_CHECK(values.size == rows * k && indices.size == rows * k);
  MARIANA_CHECK(values.dtype == x.dtype && indices.dtype == DType::int32);
  if (values.size == 0) return Status::ok;
  const Plan plan(size, k);
  switch (x.dtype) {
    case DType::float32: return selectRows<float>(call, plan, rows);
    case DType::float64: return selectRows<double>(call, plan, rows);
    case DType::int32: return selectRows<int32_t>(call, plan, rows);
    case DType::int64: return selectRows<int64_t>(call, plan, rows);
    case DType::int8: return selectRows<int8_t>(call, plan, rows);
    case DType::boolean:
    case DType::uint8: return selectRows<uint8_t>(call, plan, rows);
    default: return Status::unsupported;
  }
}

}  // namespace mariana::MARIANA_ISA
