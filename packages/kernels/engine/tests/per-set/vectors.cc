// The vector types of one instruction set, lane by lane against the same in plain C++.
#include "simd/vector.h"

#include <math.h>
#include <stdlib.h>

#include "tests/check.h"

namespace mariana::MARIANA_ISA {
namespace {

using tests::Draw;
using tests::near;
using tests::note;

template <class T>
struct Lanes {
  static constexpr int most = 16;
  T of[most];
};

// Numbers that try the edges: zeros of both signs, halves, ties, infinities, NaN.
template <class T>
T sample(Draw& draw) {
  const T edges[] = {0, T(-0.0), T(0.5), T(-0.5), T(1.5), T(2.5), T(-2.5), T(1e-30), T(123456.5), T(-99.49999), T(8388609.0),
                     T(-4.0e10), T(HUGE_VAL), T(-HUGE_VAL), T(NAN)};
  const int64_t pick = draw.below(60);
  return pick < 15 ? edges[pick] : static_cast<T>(draw.unit() * (pick < 40 ? 10 : 100000));
}

template <class V>
Lanes<typename V::T> lanesOf(V v) {
  Lanes<typename V::T> lanes{};
  v.store(lanes.of);
  return lanes;
}

template <class T>
bool same(T a, T b) {
  return a != a ? b != b : a == b && (a != 0 || signbit(a) == signbit(b));
}

float fusedScalar(float a, float b, float c) { return fmaf(a, b, c); }
double fusedScalar(double a, double b, double c) { return ::fma(a, b, c); }

template <class V>
void checkArithmetic() {
  using T = typename V::T;
  Draw draw(sizeof(T));
  for (int turn = 0; turn < 3000; turn++) {
    T a[V::lanes], b[V::lanes], c[V::lanes];
    for (int i = 0; i < V::lanes; i++) a[i] = sample<T>(draw), b[i] = sample<T>(draw), c[i] = sample<T>(draw);
    const V x = V::load(a), y = V::load(b), z = V::load(c);
    const auto sums = lanesOf(x + y), differences = lanesOf(x - y), products = lanesOf(x * y), quotients = lanesOf(x / y);
    const auto negated = lanesOf(-x), fused = lanesOf(fma(x, y, z)), fusedNegative = lanesOf(fnma(x, y, z));
    const auto least = lanesOf(min(x, y)), greatest = lanesOf(max(x, y)), sizes = lanesOf(abs(x)), roots = lanesOf(sqrt(x));
    const auto rounded = lanesOf(round(x)), floors = lanesOf(floor(x)), ceils = lanesOf(ceil(x)), whole = lanesOf(trunc(x));
    for (int i = 0; i < V::lanes; i++) {
      note("lane %d of %d, %a and %a", i, V::lanes, static_cast<double>(a[i]), static_cast<double>(b[i]));
      CHECK(same(sums.of[i], a[i] + b[i]));
      CHECK(same(differences.of[i], a[i] - b[i]));
      CHECK(same(products.of[i], a[i] * b[i]));
      CHECK(same(quotients.of[i], a[i] / b[i]));
      CHECK(a[i] != a[i] || same(negated.of[i], -a[i]));
      CHECK(same(fused.of[i], V::fused ? fusedScalar(a[i], b[i], c[i]) : a[i] * b[i] + c[i]));
      CHECK(same(fusedNegative.of[i], V::fused ? fusedScalar(-a[i], b[i], c[i]) : c[i] - a[i] * b[i]));
      // Of equal numbers, zeros of both signs among them, either one may come back.
      CHECK(a[i] == b[i] ? least.of[i] == b[i] : same(least.of[i], a[i] < b[i] ? a[i] : b[i]));
      CHECK(a[i] == b[i] ? greatest.of[i] == b[i] : same(greatest.of[i], a[i] > b[i] ? a[i] : b[i]));
      CHECK(same(sizes.of[i], static_cast<T>(fabs(a[i]))));
      CHECK(same(roots.of[i], sizeof(T) == 4 ? static_cast<T>(sqrtf(static_cast<float>(a[i]))) : static_cast<T>(::sqrt(a[i]))));
      CHECK(same(rounded.of[i], static_cast<T>(nearbyint(a[i]))));
      CHECK(a[i] != a[i] ? floors.of[i] != floors.of[i] : floors.of[i] == static_cast<T>(::floor(a[i])));
      CHECK(a[i] != a[i] ? ceils.of[i] != ceils.of[i] : ceils.of[i] == static_cast<T>(::ceil(a[i])));
      CHECK(a[i] != a[i] ? whole.of[i] != whole.of[i] : whole.of[i] == static_cast<T>(::trunc(a[i])));
    }
  }
}

template <class V>
void checkMasks() {
  using T = typename V::T;
  Draw draw(3);
  const V yes = V::all(1), no = V::all(0);
  for (int turn = 0; turn < 1000; turn++) {
    T a[V::lanes], b[V::lanes];
    for (int i = 0; i < V::lanes; i++) a[i] = sample<T>(draw), b[i] = draw.below(3) == 0 ? a[i] : sample<T>(draw);
    const V x = V::load(a), y = V::load(b);
    const auto lt = less(x, y), le = lessEqual(x, y), eq = equal(x, y), nan = isNan(x);
    const auto lts = lanesOf(select(lt, yes, no)), les = lanesOf(select(le, yes, no)), eqs = lanesOf(select(eq, yes, no));
    const auto nans = lanesOf(select(nan, yes, no)), boths = lanesOf(select(both(le, negate(eq)), yes, no));
    const auto eithers = lanesOf(select(either(lt, nan), yes, no));
    bool any = false;
    for (int i = 0; i < V::lanes; i++) {
      note("lane %d of %d, %a and %a", i, V::lanes, static_cast<double>(a[i]), static_cast<double>(b[i]));
      CHECK(lts.of[i] == (a[i] < b[i]));
      CHECK(les.of[i] == (a[i] <= b[i]));
      CHECK(eqs.of[i] == (a[i] == b[i]));
      CHECK(nans.of[i] == (a[i] != a[i]));
      CHECK(boths.of[i] == (a[i] < b[i]));
      CHECK(eithers.of[i] == (a[i] < b[i] || a[i] != a[i]));
      any = any || a[i] < b[i];
    }
    CHECK(anyOf(lt) == any);
  }
}

// Loads and stores of some lanes, at the very end of memory that is ours.
template <class V>
void checkPartial() {
  using T = typename V::T;
  for (int n = 0; n <= V::lanes; n++) {
    note("%d of %d lanes", n, V::lanes);
    T* const from = static_cast<T*>(malloc(static_cast<size_t>(n) * sizeof(T) + 1));
    for (int i = 0; i < n; i++) from[i] = static_cast<T>(i + 1);
    const auto loaded = lanesOf(V::load(from, n));
    for (int i = 0; i < V::lanes; i++) CHECK(loaded.of[i] == (i < n ? static_cast<T>(i + 1) : 0));
    T target[V::lanes + 1];
    for (T& value : target) value = -1;
    V::all(7).store(target, n);
    for (int i = 0; i <= V::lanes; i++) CHECK(target[i] == (i < n ? 7 : -1));
    V::all(5).store(from, n);
    for (int i = 0; i < n; i++) CHECK(from[i] == 5);
    free(from);
  }
}

template <class V>
void checkSums() {
  using T = typename V::T;
  Draw draw(5);
  for (int turn = 0; turn < 500; turn++) {
    T a[V::lanes];
    T greatest = -HUGE_VAL, least = HUGE_VAL;
    double total = 0;
    for (T& value : a) {
      value = static_cast<T>(draw.unit());
      total += static_cast<double>(value);
      greatest = value > greatest ? value : greatest;
      least = value < least ? value : least;
    }
    const V x = V::load(a);
    CHECK(near(static_cast<double>(sum(x)), total, sizeof(T) == 4 ? 1e-6 : 1e-14));
    CHECK(maxOf(x) == greatest && minOf(x) == least);
  }
}

template <class W>
struct Unsigned {
  using T = uint32_t;
};
template <>
struct Unsigned<int64_t> {
  using T = uint64_t;
};

template <class V, class I>
void checkIntegers() {
  using T = typename V::T;
  using W = typename I::T;
  using U = typename Unsigned<W>::T;
  Draw draw(7);
  for (int turn = 0; turn < 500; turn++) {
    W a[I::lanes], b[I::lanes];
    T f[V::lanes];
    for (int i = 0; i < I::lanes; i++) {
      a[i] = static_cast<W>(draw.bits()), b[i] = draw.below(4) == 0 ? a[i] : static_cast<W>(draw.bits());
      f[i] = static_cast<T>(draw.unit() * 1e6);
    }
    const I x = I::load(a), y = I::load(b);
    const auto sums = lanesOf(x + y), differences = lanesOf(x - y), ands = lanesOf(x & y), ors = lanesOf(x | y), xors = lanesOf(x ^ y);
    const auto lefts = lanesOf(shiftLeft<5>(x)), rights = lanesOf(shiftRight<7>(x));
    const auto lts = lanesOf(select(less(x, y), V::all(1), V::all(0))), eqs = lanesOf(select(equal(x, y), V::all(1), V::all(0)));
    const auto whole = lanesOf(toInt(V::load(f)));
    const auto back = lanesOf(toFloat(toInt(V::load(f)))), raw = lanesOf(floats(bits(V::load(f))));
    for (int i = 0; i < I::lanes; i++) {
      note("lane %d of %d", i, I::lanes);
      const U ua = static_cast<U>(a[i]), ub = static_cast<U>(b[i]);
      CHECK(static_cast<U>(sums.of[i]) == static_cast<U>(ua + ub) && static_cast<U>(differences.of[i]) == static_cast<U>(ua - ub));
      CHECK(ands.of[i] == (a[i] & b[i]) && ors.of[i] == (a[i] | b[i]) && xors.of[i] == (a[i] ^ b[i]));
      CHECK(static_cast<U>(lefts.of[i]) == static_cast<U>(ua << 5) && static_cast<U>(rights.of[i]) == static_cast<U>(ua >> 7));
      CHECK(lts.of[i] == (a[i] < b[i]) && eqs.of[i] == (a[i] == b[i]));
      CHECK(whole.of[i] == static_cast<W>(nearbyint(f[i])) && back.of[i] == static_cast<T>(nearbyint(f[i])));
      CHECK(raw.of[i] == f[i]);
    }
  }
}

template <class V>
void checkScale(int most) {
  using T = typename V::T;
  Draw draw(11);
  for (int n = -most; n <= most; n++) {
    note("2^%d", n);
    const T a = static_cast<T>(1 + draw.unit() / 2);
    const T expected = static_cast<T>(ldexp(static_cast<double>(a), n));
    if (sizeof(T) == 8 && n < -1020) continue;  // ldexp itself may round twice below the normal numbers
    CHECK(same(lanesOf(scale(V::all(a), V::all(static_cast<T>(n)))).of[0], expected));
  }
}

// Of an index, the last bits alone count.
void checkLookUp() {
  const float table[8] = {1, 2, 4, 8, 16, 32, 64, 128};
  Draw draw(13);
  for (int turn = 0; turn < 100; turn++) {
    int32_t index[I32::lanes];
    for (int32_t& at : index) at = static_cast<int32_t>(draw.bits());
    const auto found = lanesOf(lookUp(table, I32::load(index)));
    for (int i = 0; i < I32::lanes; i++) CHECK(found.of[i] == table[index[i] & 7]);
  }
}

void checkHalves() {
  float a[F32::lanes];
  for (int i = 0; i < F32::lanes; i++) a[i] = static_cast<float>(i) + 0.1f;
  const F64 low = lowHalf(F32::load(a)), high = highHalf(F32::load(a));
  const auto lows = lanesOf(low), highs = lanesOf(high);
  const auto back = lanesOf(narrow(low, high));
  for (int i = 0; i < F32::lanes; i++) {
    CHECK((i < F64::lanes ? lows.of[i] : highs.of[i - F64::lanes]) == static_cast<double>(a[i]));
    CHECK(back.of[i] == a[i]);
  }
}

}  // namespace

void testVectors();
void testVectors() {
  checkArithmetic<F32>();
  checkArithmetic<F64>();
  checkMasks<F32>();
  checkMasks<F64>();
  checkPartial<F32>();
  checkPartial<F64>();
  checkSums<F32>();
  checkSums<F64>();
  checkIntegers<F32, I32>();
  checkIntegers<F64, I64>();
  checkScale<F32>(250);
  checkScale<F64>(2000);
  checkLookUp();
  checkHalves();
}

}  // namespace mariana::MARIANA_ISA
