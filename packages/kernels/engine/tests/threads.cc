// The thread pool: each part runs once, inside of parts too, and from several threads at once.
#include "arrays.h"
#include "check.h"
#include "system/lock.h"
#include "system/threads.h"
#include "system/waiting.h"

using namespace mariana;
using namespace mariana::tests;

namespace {

// Restores the number of threads at the end of a test.
struct Threads {
  explicit Threads(int count) : before(numThreads()) { setNumThreads(count); }
  ~Threads() { setNumThreads(before); }
  int before;
};

constexpr int64_t most = 1000;
struct Counts {
  volatile int64_t of[most];
};

void countPart(void* context, int64_t part) { addAtomic(&static_cast<Counts*>(context)->of[part], 1); }

bool eachOnce(const Counts& counts, int64_t parts) {
  for (int64_t i = 0; i < most; i++) {
    if (counts.of[i] != (i < parts ? 1 : 0)) return false;
  }
  return true;
}

// Runs body on a thread of its own; here where there are none. `done` counts those at their end.
struct Job {
  void (*body)(int index);
  int index;
  volatile int64_t* done;
};
void runJob(void* opaque) {
  const Job job = *static_cast<Job*>(opaque);
  job.body(job.index);
  addAtomic(job.done, 1);
}
template <int count>
void onThreads(void (*body)(int)) {
  static volatile int64_t done;
  static Job jobs[count];
  done = 0;
  for (int i = 0; i < count; i++) {
    jobs[i] = {body, i, &done};
    if (!startThread(runJob, &jobs[i])) runJob(&jobs[i]);
  }
  while (readAtomic(&done) < count) yieldThread();
}

volatile int64_t wrong;

}  // namespace

TEST(eachPartRunsOnce) {
  constexpr int threadCounts[] = {1, 2, 3, 7};
  for (const int threads : threadCounts) {
    const Threads with(threads);
    constexpr int64_t partCounts[] = {0, 1, 2, 3, 8, 63, 1000};
    for (const int64_t parts : partCounts) {
      note("%d threads, %d parts", threads, static_cast<int>(parts));
      Counts counts{};
      runParts(parts, countPart, &counts);
      CHECK(eachOnce(counts, parts));
    }
  }
}

TEST(manySmallJobsOneAfterTheOther) {
  const Threads with(4);
  for (int i = 0; i < 20000; i++) {
    Counts counts{};
    runParts(i % 9, countPart, &counts);
    bool sound = true;
    for (int64_t part = 0; part < 9; part++) sound = sound && counts.of[part] == (part < i % 9 ? 1 : 0);
    note("job %d", i);
    CHECK(sound);
  }
}

TEST(partsOfPartsRunOnce) {
  const Threads with(3);
  static Counts inner[20];
  for (Counts& counts : inner) counts = Counts{};
  runParts(
      20, [](void*, int64_t part) { runParts(50 + part, countPart, &inner[part]); }, nullptr);
  for (int64_t part = 0; part < 20; part++) CHECK(eachOnce(inner[part], 50 + part));
}

TEST(severalThreadsCallAtOnce) {
  const Threads with(3);
  wrong = 0;
  onThreads<6>([](int index) {
    static Counts all[6];
    Counts& counts = all[index];
    for (int round = 0; round < 300; round++) {
      counts = Counts{};
      const int64_t parts = (round * 7 + index) % 40;
      runParts(parts, countPart, &counts);
      if (!eachOnce(counts, parts)) addAtomic(&wrong, 1);
    }
  });
  CHECK(wrong == 0);
}

TEST(kernelsRunOnSeveralThreadsAtOnce) {
  const Threads with(3);
  wrong = 0;
  // A parked pool, a spinning one, and scratch from the shared pool of memory.
  onThreads<4>([](int index) {
    const int64_t m = 96, n = 80 + index, k = 64;
    Draw draw(static_cast<uint64_t>(index));
    Values a(DType::float32, shape(m, k)), b(DType::float32, shape(k, n)), first(DType::float32, shape(m, n));
    a.draw(draw);
    b.draw(draw);
    if (call("matmul", {a, b}, {first}, {0, 0}) != Status::ok) addAtomic(&wrong, 1);
    for (int round = 0; round < 30; round++) {
      Values y(DType::float32, shape(m, n));
      if (call("matmul", {a, b}, {y}, {0, 0}) != Status::ok) addAtomic(&wrong, 1);
      if (memcmp(y.array.data, first.array.data, y.bytes()) != 0) addAtomic(&wrong, 1);
    }
  });
  CHECK(wrong == 0);
}

TEST(changingTheNumberOfThreadsMeanwhile) {
  const Threads with(2);
  wrong = 0;
  onThreads<3>([](int index) {
    static Counts all[3];
    for (int round = 0; round < 200; round++) {
      if (index == 0) {
        setNumThreads(1 + round % 5);
        continue;
      }
      all[index] = Counts{};
      runParts(100, countPart, &all[index]);
      if (!eachOnce(all[index], 100)) addAtomic(&wrong, 1);
    }
  });
  CHECK(wrong == 0);
}
