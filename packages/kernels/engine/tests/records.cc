// Records as they come from JavaScript, where nothing is trusted.
#include <math.h>
#include <string.h>

#include "arrays.h"
#include "buffer.h"
#include "check.h"
#include "record.h"

using namespace mariana;
using namespace mariana::tests;

namespace {

Record record;  // too large for a stack

template <int count>
bool reads(const double (&words)[count]) {
  double* exact = static_cast<double*>(malloc(sizeof words));
  memcpy(exact, words, sizeof words);
  const bool is = readRecord(exact, count, record);
  free(exact);
  return is;
}

constexpr double f32 = 7, u8 = 1;

}  // namespace

TEST(recordsAreRead) {
  const double words[] = {0, 2, 1, 2, f32, 2, 5, 3, 4, u8, 0, 0, f32, 1, 12, 0.5, -1};
  CHECK(readRecord(words, 17, record));
  CHECK(record.op == 0 && record.call.numInputs == 2 && record.call.numOutputs == 1 && record.call.numParams == 2);
  CHECK(record.call.inputs[0].size == 12 && record.call.inputs[0].rank == 2 && record.call.inputs[0].shape[1] == 4);
  CHECK(record.offsets[0] == 5 && record.call.inputs[1].size == 1 && record.call.inputs[1].dtype == DType::uint8);
  CHECK(record.call.outputs[0].size == 12 && record.call.params[0] == 0.5 && record.call.params[1] == -1);
}

TEST(recordsThatAreNoneAreRefused) {
  CHECK(!reads({0}));
  CHECK(!reads({-1, 0, 0, 0}));
  CHECK(!reads({static_cast<double>(numOps), 0, 0, 0}));
  CHECK(!reads({0.5, 0, 0, 0}));
  CHECK(!reads({NAN, 0, 0, 0}));
  CHECK(!reads({0, 1e300, 0, 0}));
  CHECK(!reads({0, HUGE_VAL, 0, 0}));
  CHECK(!reads({0, maxArrays, 1, 0}));
  CHECK(!reads({0, 0, 0, 1}));             // fewer parameters than it says
  CHECK(!reads({0, 0, 0, 0, 1}));          // more
  CHECK(!reads({0, 1, 0, 0, f32, 1, 0}));  // a size is missing
  CHECK(!reads({0, 1, 0, 0, 9, 0, 0}));    // no such dtype
  CHECK(!reads({0, 1, 0, 0, f32, maxRank + 1, 0}));
  CHECK(!reads({0, 1, 0, 0, f32, 1, -1, 4}));
  CHECK(!reads({0, 1, 0, 0, f32, 1, 0, -4}));
  CHECK(!reads({0, 1, 0, 0, f32, 1, 0, 1.5}));
}

TEST(recordsWithSizesThatOverflowAreRefused) {
  CHECK(!reads({0, 1, 0, 0, f32, 2, 0, 4294967296.0, 4294967296.0}));
  CHECK(!reads({0, 1, 0, 0, f32, 1, 0, 9007199254740992.0}));
  CHECK(!reads({0, 1, 0, 0, f32, 3, 0, 0, 4294967296.0, 4294967296.0}));  // hidden by a zero
  CHECK(!reads({0, 0, 1, 0, f32, 3, 4294967296.0, 4294967296.0, 0}));
  CHECK(reads({0, 1, 0, 0, u8, 1, 0, 9007199254740992.0}));
}

TEST(inputsLieInsideTheirBuffers) {
  Buffer* buffer = makeBuffer(40);
  struct {
    double offset, size;
    bool fits;
  } const cases[] = {{0, 10, true}, {0, 11, false}, {1, 9, true}, {1, 10, false}, {10, 0, true}, {11, 0, false},
                     {9007199254740992.0, 1, false}, {9007199254740992.0, 0, false}};
  for (const auto& c : cases) {
    const double words[] = {0, 1, 0, 0, f32, 1, c.offset, c.size};
    CHECK(readRecord(words, 8, record));
    CHECK(placeInput(record, 0, buffer) == c.fits);
  }
  CHECK(!placeInput(record, 0, nullptr));
  const double words[] = {0, 1, 0, 0, f32, 1, 0, 10};
  CHECK(readRecord(words, 8, record) && placeInput(record, 0, buffer));
  CHECK(record.arrays[0].data == buffer->block.data);
  emptyBuffer(buffer);
  CHECK(!placeInput(record, 0, buffer));
  deleteBuffer(buffer);
}

TEST(kernelsRefuseCallsWithoutArrays) {
  // No kernel may touch what is not there.
  for (int op = 0; op < numOps; op++) {
    note("%s", ops[op].name);
    Call empty{nullptr, nullptr, nullptr, 0, 0, 0, {0, 0}};
    CHECK(run(op, empty) != Status::ok);
  }
}
