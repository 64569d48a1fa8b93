// Kernels against loops that say what they mean, at sizes around the vectors', blocks' and panels' ends.
#include <math.h>

#include "arrays.h"
#include "check.h"

using namespace mariana;
using namespace mariana::tests;

namespace {

constexpr DType floating[] = {DType::float32, DType::float64};
double toleranceOf(DType dtype) { return dtype == DType::float64 ? 1e-12 : 2e-5; }

void checkProduct(DType dtype, int64_t m, int64_t n, int64_t k, bool transposeA, bool transposeB) {
  note("dtype %d, %d x %d x %d, transposed %d %d", static_cast<int>(dtype), static_cast<int>(m), static_cast<int>(n),
       static_cast<int>(k), transposeA, transposeB);
  Draw draw(static_cast<uint64_t>(m * 1000003 + n * 1009 + k));
  Values a(dtype, transposeA ? shape(k, m) : shape(m, k)), b(dtype, transposeB ? shape(n, k) : shape(k, n)), y(dtype, shape(m, n));
  a.draw(draw);
  b.draw(draw);
  CHECK(call("matmul", {a, b}, {y}, {transposeA, transposeB}) == Status::ok);
  for (int64_t i = 0; i < m; i++) {
    for (int64_t j = 0; j < n; j++) {
      double total = 0;
      for (int64_t p = 0; p < k; p++) total += a.at(transposeA ? p * m + i : i * k + p) * b.at(transposeB ? j * k + p : p * n + j);
      CHECK(near(y.at(i * n + j), total, toleranceOf(dtype) * 4));
    }
  }
}

}  // namespace

TEST(matmulOfOddSizes) {
  const int64_t sizes[][3] = {{1, 1, 1},   {1, 17, 33},  {3, 5, 7},   {5, 1, 300},   {2, 3, 0},     {0, 4, 4},    {4, 16, 4},
                              {31, 33, 8}, {33, 65, 17}, {67, 49, 1}, {100, 97, 129}, {13, 200, 257}, {257, 31, 130}};
  for (const DType dtype : floating) {
    for (const auto& s : sizes) {
      for (int transposed = 0; transposed < 4; transposed++) {
        checkProduct(dtype, s[0], s[1], s[2], (transposed & 1) != 0, (transposed & 2) != 0);
      }
    }
  }
}

TEST(matmulOfWholeNumbersWraps) {
  Values a(DType::int32, shape(2, 2)), b(DType::int32, shape(2, 2)), y(DType::int32, shape(2, 2));
  const int32_t left[] = {INT32_MAX, 1, 3, 4}, right[] = {2, 5, 6, 7};
  memcpy(a.array.data, left, sizeof left);
  memcpy(b.array.data, right, sizeof right);
  CHECK(call("matmul", {a, b}, {y}, {0, 0}) == Status::ok);
  CHECK(y.ints()[0] == 4 && y.ints()[2] == 30 && y.ints()[3] == 43);
}

TEST(matmulRefusesShapesThatDoNotFit) {
  Values a(DType::float32, shape(2, 3)), b(DType::float32, shape(4, 5)), y(DType::float32, shape(2, 5));
  CHECK(call("matmul", {a, b}, {y}, {0, 0}) == Status::badCall);
  CHECK(call("matmul", {a}, {y}, {0, 0}) == Status::badCall);
  CHECK(call("matmul", {a, b}, {y}) == Status::badCall);
}

TEST(sumsOverEachAxis) {
  for (const DType dtype : floating) {
    constexpr int64_t lengths[] = {1, 2, 7, 16, 63, 129, 1000};
    for (const int64_t length : lengths) {
      for (int axis = 0; axis < 3; axis++) {
        note("dtype %d, length %d, axis %d", static_cast<int>(dtype), static_cast<int>(length), axis);
        Shape of = shape(3, 5, 4);
        of.sizes[axis] = length;
        const Shape left = axis == 0 ? shape(5, 4) : axis == 1 ? shape(3, 4) : shape(3, 5);
        Values x(dtype, of), y(dtype, left);
        Draw draw(static_cast<uint64_t>(length));
        x.draw(draw);
        CHECK(call("sum", {x}, {y}, {1, axis}) == Status::ok);
        int64_t inner = 1;
        for (int i = axis + 1; i < 3; i++) inner *= of.sizes[i];
        for (int64_t o = 0; o < y.array.size; o++) {
          double total = 0;
          for (int64_t i = 0; i < length; i++) total += x.at(o / inner * length * inner + i * inner + o % inner);
          CHECK(near(y.at(o), total, toleranceOf(dtype)));
        }
      }
    }
  }
}

TEST(sumsOfManyNumbersLoseNothing) {
  // A running sum in float32 would be off by a thousandth.
  Values x(DType::float32, shape(1 << 20)), y(DType::float32, shape());
  for (int64_t i = 0; i < x.array.size; i++) x.floats()[i] = 0.1f;
  CHECK(call("sum", {x}, {y}, {1, 0}) == Status::ok);
  CHECK(near(y.at(0), static_cast<double>(0.1f) * (1 << 20), 1e-6));
}

TEST(topKOfRows) {
  for (const DType dtype : floating) {
    constexpr int64_t lengths[] = {1, 31, 32, 33, 64, 300, 1001};
    for (const int64_t length : lengths) {
      const int64_t counts[] = {1, length / 3, length};
      for (const int64_t k : counts) {
        note("dtype %d, length %d, k %d", static_cast<int>(dtype), static_cast<int>(length), static_cast<int>(k));
        Values x(dtype, shape(2, length)), y(dtype, shape(2, k)), places(DType::int32, shape(2, k));
        Draw draw(static_cast<uint64_t>(length));
        for (int64_t i = 0; i < 2 * length; i++) x.set(i, floor(draw.unit() * 50));  // some are equal
        CHECK(call("topK", {x}, {y, places}, {k}) == Status::ok);
        for (int64_t i = 0; i < 2 * length; i++) {
          const int64_t row = i / length;
          int64_t before = 0;  // how many of the row come before this one
          for (int64_t j = row * length; j < (row + 1) * length; j++) before += x.at(j) > x.at(i) || (x.at(j) == x.at(i) && j < i);
          if (before >= k) continue;
          CHECK(y.at(row * k + before) == x.at(i));
          CHECK(places.ints()[row * k + before] == i % length);
        }
      }
    }
  }
}

TEST(topKRefusesWhatDoesNotFit) {
  Values x(DType::float32, shape(2, 9)), y(DType::float32, shape(2, 3)), places(DType::int32, shape(2, 3));
  CHECK(call("topK", {x}, {y, places}, {3}) == Status::ok);
  CHECK(call("topK", {x}, {y, places}, {2}) == Status::badCall);
  CHECK(call("topK", {x}, {y, places}, {2.5}) == Status::badCall);
  CHECK(call("topK", {x}, {y, places}) == Status::badCall);
  CHECK(call("topK", {x}, {y}, {3}) == Status::badCall);
  CHECK(call("topK", {x}, {y, y}, {3}) == Status::badCall);
  Values scalar(DType::float32, shape()), wide(DType::float32, shape(2, 10)), many(DType::int32, shape(2, 10));
  CHECK(call("topK", {scalar}, {y, places}, {3}) == Status::badCall);
  CHECK(call("topK", {x}, {wide, many}, {10}) == Status::badCall);
}

TEST(softmaxOfRows) {
  for (const DType dtype : floating) {
    for (int64_t length = 1; length < 70; length++) {
      note("dtype %d, length %d", static_cast<int>(dtype), static_cast<int>(length));
      Values x(dtype, shape(3, length)), y(dtype, shape(3, length));
      Draw draw(static_cast<uint64_t>(length));
      for (int64_t i = 0; i < x.array.size; i++) x.set(i, draw.unit() * 50 + (i % 3 == 0 ? 700 : 690));
      CHECK(call("softmax", {x}, {y}, {1}) == Status::ok);
      for (int64_t row = 0; row < 3; row++) {
        double top = -HUGE_VAL, total = 0;
        for (int64_t i = 0; i < length; i++) {
          if (x.at(row * length + i) > top) top = x.at(row * length + i);
        }
        for (int64_t i = 0; i < length; i++) total += exp(x.at(row * length + i) - top);
        for (int64_t i = 0; i < length; i++) {
          const double expected = exp(x.at(row * length + i) - top) / total;
          CHECK(fabs(y.at(row * length + i) - expected) <= (dtype == DType::float64 ? 1e-14 : 4e-7) * expected + 1e-37);
        }
      }
    }
  }
}

TEST(softmaxAlongAnInnerAxis) {
  Values x(DType::float32, shape(2, 9, 5)), y(DType::float32, shape(2, 9, 5));
  Draw draw(4);
  x.draw(draw);
  CHECK(call("softmax", {x}, {y}, {1}) == Status::ok);
  for (int64_t o = 0; o < 10; o++) {
    double total = 0, expected = 0;
    const int64_t start = o / 5 * 45 + o % 5;
    for (int64_t i = 0; i < 9; i++) total += y.at(start + i * 5), expected += exp(x.at(start + i * 5));
    CHECK(near(total, 1, 1e-6));
    CHECK(near(y.at(start), exp(x.at(start)) / expected, 1e-6));
  }
}

namespace {

struct Conv {
  int64_t batch, height, width, channels, window, out, stride, padding, dilation, groups;
};

int64_t outputOf(int64_t size, const Conv& c) {
  return (size + 2 * c.padding - ((c.window - 1) * c.dilation + 1)) / c.stride + 1;
}

// Every product of an input element with a weight: body(position in x, position in the kernel, position in y).
template <class Body>
void eachProduct(const Conv& c, const Body& body) {
  const int64_t rows = outputOf(c.height, c), columns = outputOf(c.width, c), from = c.channels / c.groups, to = c.out / c.groups;
  for (int64_t b = 0; b < c.batch; b++) {
    for (int64_t i = 0; i < rows * columns; i++) {
      for (int64_t tap = 0; tap < c.window * c.window; tap++) {
        const int64_t y = i / columns * c.stride - c.padding + tap / c.window * c.dilation;
        const int64_t x = i % columns * c.stride - c.padding + tap % c.window * c.dilation;
        if (y < 0 || y >= c.height || x < 0 || x >= c.width) continue;
        for (int64_t o = 0; o < c.out; o++) {
          for (int64_t k = 0; k < from; k++) {
            body(((b * c.height + y) * c.width + x) * c.channels + o / to * from + k, (tap * from + k) * c.out + o,
                 (b * rows * columns + i) * c.out + o);
          }
        }
      }
    }
  }
}

void checkConv(DType dtype, const Conv& c) {
  const Shape xs = shape(c.batch, c.height, c.width, c.channels), ks = shape(c.window, c.window, c.channels / c.groups, c.out);
  const Shape ys = shape(c.batch, outputOf(c.height, c), outputOf(c.width, c), c.out);
  Values x(dtype, xs), kernel(dtype, ks), dy(dtype, ys), y(dtype, ys), dx(dtype, xs), dk(dtype, ks);
  Draw draw(static_cast<uint64_t>(c.height * 100 + c.channels));
  x.draw(draw);
  kernel.draw(draw);
  dy.draw(draw);
  const Params params{2, c.stride, c.stride, 4, c.padding, c.padding, c.padding, c.padding, 2, c.dilation, c.dilation, c.groups};
  CHECK(call("conv", {x, kernel}, {y}, params) == Status::ok);
  CHECK(call("convInputGradient", {dy, kernel}, {dx}, params) == Status::ok);
  CHECK(call("convKernelGradient", {x, dy}, {dk}, params) == Status::ok);
  Values yExpected(DType::float64, ys), dxExpected(DType::float64, xs), dkExpected(DType::float64, ks);
  Values* const expected[] = {&yExpected, &dxExpected, &dkExpected};
  const Values* const given[] = {&y, &dx, &dk};
  for (Values* values : expected) memset(values->array.data, 0, values->bytes());
  eachProduct(c, [&](int64_t inX, int64_t inKernel, int64_t inY) {
    yExpected.doubles()[inY] += x.at(inX) * kernel.at(inKernel);
    dxExpected.doubles()[inX] += dy.at(inY) * kernel.at(inKernel);
    dkExpected.doubles()[inKernel] += dy.at(inY) * x.at(inX);
  });
  for (int which = 0; which < 3; which++) {
    note("dtype %d, result %d, %d x %d x %d, window %d, stride %d, groups %d", static_cast<int>(dtype), which,
         static_cast<int>(c.height), static_cast<int>(c.width), static_cast<int>(c.channels), static_cast<int>(c.window),
         static_cast<int>(c.stride), static_cast<int>(c.groups));
    for (int64_t i = 0; i < expected[which]->array.size; i++) {
      CHECK(near(given[which]->at(i), expected[which]->at(i), toleranceOf(dtype) * 8));
    }
  }
}

}  // namespace

TEST(convolutionsAndTheirGradients) {
  const Conv cases[] = {
      {2, 7, 6, 3, 3, 5, 1, 1, 1, 1},  {1, 9, 9, 4, 3, 8, 2, 1, 1, 1},   {2, 8, 8, 16, 1, 17, 1, 0, 1, 1},
      {1, 13, 11, 2, 3, 4, 1, 2, 2, 1}, {2, 6, 6, 6, 3, 6, 1, 1, 1, 6},   {1, 10, 10, 8, 3, 12, 1, 1, 1, 2},
      {1, 15, 15, 3, 7, 4, 2, 3, 1, 1}, {1, 24, 25, 17, 3, 33, 1, 1, 1, 1}, {3, 5, 5, 1, 5, 2, 1, 0, 1, 1},
      {1, 8, 8, 64, 3, 64, 2, 0, 1, 1},
  };
  for (const DType dtype : floating) {
    for (const Conv& c : cases) checkConv(dtype, c);
  }
}

TEST(elementwiseAtEveryLength) {
  // Each length has its own end of a vector; what lies behind it is not ours.
  for (int64_t length = 0; length < 70; length++) {
    note("length %d", static_cast<int>(length));
    Values a(DType::float32, shape(length)), b(DType::float32, shape(length)), y(DType::float32, shape(length));
    Draw draw(static_cast<uint64_t>(length));
    a.draw(draw);
    b.draw(draw);
    struct {
      const char* op;
      float (*of)(float, float);
    } const binary[] = {{"add", [](float p, float q) { return p + q; }},
                        {"mul", [](float p, float q) { return p * q; }},
                        {"div", [](float p, float q) { return p / q; }},
                        {"maximum", [](float p, float q) { return p > q ? p : q; }}};
    for (const auto& each : binary) {
      CHECK(call(each.op, {a, b}, {y}) == Status::ok);
      for (int64_t i = 0; i < length; i++) CHECK(y.floats()[i] == each.of(a.floats()[i], b.floats()[i]));
    }
    struct {
      const char* op;
      double (*of)(double);
    } const unary[] = {{"exp", exp}, {"tanh", tanh}, {"sin", sin}, {"erf", erf}, {"square", [](double p) { return p * p; }}};
    for (const auto& each : unary) {
      CHECK(call(each.op, {a}, {y}) == Status::ok);
      for (int64_t i = 0; i < length; i++) CHECK(near(y.at(i), each.of(a.at(i)), 3e-7));
    }
  }
}

TEST(binaryKernelsBroadcast) {
  Values a(DType::float64, shape(4, 1, 3)), b(DType::float64, shape(5, 1)), y(DType::float64, shape(4, 5, 3));
  Draw draw(9);
  a.draw(draw);
  b.draw(draw);
  CHECK(call("sub", {a, b}, {y}) == Status::ok);
  for (int64_t i = 0; i < 60; i++) CHECK(y.at(i) == a.at(i / 15 * 3 + i % 3) - b.at(i / 3 % 5));
  Values wrong(DType::float64, shape(4, 4, 3));
  CHECK(call("sub", {a, b}, {wrong}) == Status::badCall);
}
