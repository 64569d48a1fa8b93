// Included first by every file in kernels/, which is compiled once per instruction set with MARIANA_ISA set to its name.
// All that such a file defines lies in a namespace of that name: a function shared by two sets would be kept once by the
// linker, in the version of either.
#pragma once
#include "call.h"
#include "scratch.h"
#include "system/lock.h"
#include "system/threads.h"

#if defined(_MSC_VER) && !defined(__clang__)
#define MARIANA_INLINE static __forceinline
#define MARIANA_INLINE_BODY [[msvc::forceinline]]
#define MARIANA_APART static __declspec(noinline)
#define MARIANA_RESTRICT __restrict
#define MARIANA_PREFETCH(place) static_cast<void>(place)
#else
#define MARIANA_INLINE static inline __attribute__((always_inline))
#define MARIANA_INLINE_BODY __attribute__((always_inline))  // of a lambda
#define MARIANA_APART static __attribute__((noinline))  // kept in one copy, for the compiler's time
#define MARIANA_RESTRICT __restrict__
#define MARIANA_PREFETCH(place) __builtin_prefetch(place)  // what will be read soon; it need not be there
#endif

// Defines the kernel of an op: MARIANA_KERNEL(add) { …; return Status::ok; }
#define MARIANA_KERNEL(name) Status kernel_##name([[maybe_unused]] Call& call)

// Ends the kernel where shapes or parameters do not fit: nothing that JavaScript sends is trusted.
#define MARIANA_CHECK(condition) \
  if (!(condition)) return Status::badCall

namespace mariana::MARIANA_ISA {

template <class T>
MARIANA_INLINE T* dataOf(const Array& array) {
  return static_cast<T*>(array.data);
}

// A parameter as a whole number. Out of range or a fraction: −1 beyond the smallest, which no check lets pass.
constexpr int64_t notAnInteger = INT64_MIN;
MARIANA_INLINE int64_t integerParam(const Call& call, int index) {
  if (index >= call.numParams) return notAnInteger;
  const double value = call.params[index];
  if (!(value >= -9007199254740992.0 && value <= 9007199254740992.0)) return notAnInteger;
  const int64_t whole = static_cast<int64_t>(value);
  return static_cast<double>(whole) == value ? whole : notAnInteger;
}

// body(0) … body(n − 1), each index a constant: arrays that are only indexed so can live in registers, from the first time
// around, where compilers keep those of a loop in memory until it runs.
template <int value>
struct Constant {
  constexpr operator int() const { return value; }
};
template <int... i>
struct Indices {};
template <int n, int... i>
struct IndicesTo : IndicesTo<n - 1, n - 1, i...> {};
template <int... i>
struct IndicesTo<0, i...> : Indices<i...> {};
template <int... i, class Body>
MARIANA_INLINE void unrolledOver(Indices<i...>, const Body& body) {
  (body(Constant<i>{}), ...);
}
template <int n, class Body>
MARIANA_INLINE void unrolled(const Body& body) {
  unrolledOver(IndicesTo<n>{}, body);
}
template <int rows, int columns, class Body>
MARIANA_INLINE void unrolled2(const Body& body) {
  unrolled<rows>([&](auto r) MARIANA_INLINE_BODY { unrolled<columns>([&](auto c) MARIANA_INLINE_BODY { body(r, c); }); });
}

// Scratch memory until the end of the block.
template <class T>
struct Scratch {
  explicit Scratch(int64_t count) : memory_(takeScratch(count, sizeof(T))) {}
  ~Scratch() { giveScratch(memory_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  explicit operator bool() const { return memory_.data != nullptr; }
  T* data() const { return static_cast<T*>(memory_.data); }
  T& operator[](int64_t i) const { return data()[i]; }

 private:
  ScratchMemory memory_;
};

// What parts of a job raise when one of them fails, whichever thread runs it.
struct Failure {
  void raise() { writeAtomic(&raised_, 1); }
  explicit operator bool() const { return readAtomic(&raised_) != 0; }

 private:
  volatile int64_t raised_ = 0;
};

// Runs body(begin, end) over 0…count−1 on all threads, in parts of `grain` or more. Which part runs where is left open:
// a body must not let its results depend on begin and end.
template <class Body>
MARIANA_INLINE void parallelFor(int64_t count, int64_t grain, const Body& body) {
  struct Context {
    const Body* body;
    int64_t count, part;
  };
  if (count <= 0) return;
  if (grain < 1) grain = 1;
  const int64_t threads = numThreads();
  // A few parts a thread, so that one that is held up does not hold up the others.
  int64_t part = (count + threads * 4 - 1) / (threads * 4);
  if (part < grain) part = grain;
  const int64_t parts = (count + part - 1) / part;
  if (parts == 1 || threads == 1) {
    body(int64_t{0}, count);
    return;
  }
  Context context{&body, count, part};
  runParts(
      parts,
      [](void* opaque, int64_t index) {
        const Context& c = *static_cast<const Context*>(opaque);
        const int64_t begin = index * c.part;
        (*c.body)(begin, begin + c.part < c.count ? begin + c.part : c.count);
      },
      &context);
}

// The same, one call body(index) for each of 0…count−1.
template <class Body>
MARIANA_INLINE void parallelEach(int64_t count, const Body& body) {
  if (count == 1) {
    body(int64_t{0});
    return;
  }
  runParts(
      count, [](void* opaque, int64_t index) { (*static_cast<const Body*>(opaque))(index); },
      const_cast<void*>(static_cast<const void*>(&body)));
}

}  // namespace mariana::MARIANA_ISA
