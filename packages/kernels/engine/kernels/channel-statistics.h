// Sums by channel over rows [rows, channels], in blocks of rows that stay in the second cache, and what blocks give together.
// Where there are few channels several rows count as one, so that vectors are full. Blocks follow from the shape alone.
#pragma once
#include "rows.h"

namespace mariana::MARIANA_ISA {

// A number of examples, each of rows [rows, channels]. A wide row is `folded` rows, `wide` elements.
struct ChannelRows {
  int64_t examples = 0, rows = 0, channels = 0;
  int64_t folded = 1, wide = 0, blockRows = 1, blocks = 0;

  ChannelRows() = default;
  ChannelRows(int64_t numExamples, int64_t numRows, int64_t numChannels)
      : examples(numExamples), rows(numRows), channels(numChannels) {
    if (examples == 0 || rows == 0 || channels == 0) return;
    folded = (64 + channels - 1) / channels;
    if (folded > rows) folded = rows;
    wide = folded * channels;
    constexpr int64_t blockSize = 32768;
    const int64_t wideRows = blockSize / wide < 16 ? 16 : blockSize / wide;
    blockRows = wideRows * folded < rows ? wideRows * folded : rows;
    blocks = (rows + blockRows - 1) / blockRows;
  }

  int64_t size() const { return rows * channels; }
  int64_t rowsOf(int64_t block) const { return block < blocks - 1 ? blockRows : rows - block * blockRows; }
  int64_t start(int64_t example, int64_t block) const { return (example * rows + block * blockRows) * channels; }

  // begin(example, block) for each block of an example, then middle(example), then end(example, block): an example by one
  // thread where there are enough of them, else its blocks side by side.
  template <class Begin, class Middle, class End>
  void eachExample(const Begin& begin, const Middle& middle, const End& end) const {
    if (examples > 1 && (blocks < 2 || examples >= numThreads())) {
      parallelFor(examples, 16384 / (size() + 1) + 1, [&](int64_t first, int64_t last) {
        for (int64_t example = first; example < last; example++) {
          for (int64_t block = 0; block < blocks; block++) begin(example, block);
          middle(example);
          for (int64_t block = 0; block < blocks; block++) end(example, block);
        }
      });
      return;
    }
    for (int64_t example = 0; example < examples; example++) {
      parallelEach(blocks, [&](int64_t block) { begin(example, block); });
      middle(example);
      parallelEach(blocks, [&](int64_t block) { end(example, block); });
    }
  }
};

// A running sum, in each lane. In float32 as it is: a block is short, and what blocks give is added in float64. In float64, where
// nothing wider follows, with what each addition loses kept beside it and added at the end (Ogita, Rump and Oishi, 2005), so
// that terms that cancel leave their digits.
template <class V>
struct RunningSum {
  V total;
  static constexpr int strip = 4;  // how many of two go side by side in registers
  static MARIANA_INLINE_MEMBER RunningSum from(V start) { return {start}; }
  MARIANA_INLINE_MEMBER void add(V x) { total = total + x; }
  MARIANA_INLINE_MEMBER void addProduct(V x, V y) { total = fma(x, y, total); }
  MARIANA_INLINE_MEMBER V value() const { return total; }
};
template <>
struct RunningSum<F64> {
  F64 total, lost;
  static constexpr int strip = 2;
  static MARIANA_INLINE_MEMBER RunningSum from(F64 start) { return {start, F64::zero()}; }
  MARIANA_INLINE_MEMBER void add(F64 x) {
    const F64 next = total + x, added = next - total;
    lost = lost + ((total - (next - added)) + (x - added));
    total = next;
  }
  MARIANA_INLINE_MEMBER void addProduct(F64 x, F64 y) { add(x * y); }
  // Infinities leave NaN in what is lost.
  MARIANA_INLINE_MEMBER F64 value() const { return total + select(isNan(lost), F64::zero(), lost); }
};

// Two sums for each column of a block that is taken as rows of `wide`, the last one perhaps cut short: term(place, column,
// count, a, b) adds a vector's part to both.
template <class V, class Term>
void columnSums(int64_t size, int64_t wide, typename V::T* as, typename V::T* bs, const Term& term) {
  const int64_t whole = size / wide * wide;
  using Sum = RunningSum<V>;
  constexpr int strip = Sum::strip;
  int64_t column = 0;
  for (; column + strip * V::lanes <= wide; column += strip * V::lanes) {
    Sum a[strip], b[strip];
    unrolled<strip>([&](auto i) MARIANA_INLINE_BODY { a[i] = Sum::from(V::zero()), b[i] = Sum::from(V::zero()); });
    for (int64_t place = column; place < whole; place += wide) {
      unrolled<strip>([&](auto i) MARIANA_INLINE_BODY { term(place + i * V::lanes, column + i * V::lanes, V::lanes, a[i], b[i]); });
    }
    unrolled<strip>([&](auto i) MARIANA_INLINE_BODY {
      a[i].value().store(as + column + i * V::lanes);
      b[i].value().store(bs + column + i * V::lanes);
    });
  }
  for (; column < wide; column += V::lanes) {
    const int count = wide - column < V::lanes ? static_cast<int>(wide - column) : V::lanes;
    Sum a = Sum::from(V::zero()), b = a;
    for (int64_t place = column; place < whole; place += wide) term(place, column, count, a, b);
    storeSome(a.value(), as + column, count);
    storeSome(b.value(), bs + column, count);
  }
  eachVector<V>(size - whole, [&](int64_t at, int count) {
    Sum a = Sum::from(loadSome<V>(as + at, count)), b = Sum::from(loadSome<V>(bs + at, count));
    term(whole + at, at, count, a, b);
    storeSome(a.value(), as + at, count);
    storeSome(b.value(), bs + at, count);
  });
}

// The sum of a channel's columns; of float64, with what each addition loses.
template <class T>
MARIANA_INLINE double overFolds(const T* sums, const ChannelRows& s, int64_t channel) {
  double total = 0, lost = 0;
  for (int64_t column = channel; column < s.wide; column += s.channels) {
    const double x = static_cast<double>(sums[column]), next = total + x;
    if constexpr (sizeof(T) == sizeof(double)) {
      const double added = next - total;
      lost += (total - (next - added)) + (x - added);
    }
    total = next;
  }
  return lost == lost ? total + lost : total;
}

// One number a channel, repeated for each row of a wide one.
template <class T>
MARIANA_INLINE void repeat(T* values, const ChannelRows& s) {
  for (int64_t column = s.channels; column < s.wide; column++) values[column] = values[column - s.channels];
}

// Count, mean and sum of squared distances from it, of parts put together one by one (Chan et al., 1979).
struct Spread {
  double count = 0, mean = 0, squares = 0;

  void join(double moreCount, double moreMean, double moreSquares) {
    const double total = count + moreCount, away = moreMean - mean;
    squares += moreSquares + away * away * (count * moreCount / total);
    mean += away * (moreCount / total);
    count = total;
  }
};

}  // namespace mariana::MARIANA_ISA
