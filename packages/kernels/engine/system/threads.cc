#include "threads.h"

#include "cpu.h"
#include "lock.h"
#include "waiting.h"

namespace mariana {
namespace {

constexpr int64_t spinNanoseconds = 50000;  // waking a parked thread costs more than ten microseconds
constexpr int maxThreads = 256;

volatile int64_t wanted = 0;  // 0: not chosen yet

Lock jobLock;     // held by the one caller whose job the workers do
int started = 0;  // workers, that is, without the caller; under the lock

// The job at hand. `round` changes with each; a worker takes part in a job by entering it.
volatile int64_t round = 0;
volatile int64_t entered = 0;  // workers inside the job
int64_t parts = 0;
int shares = 0;
void (*run)(void*, int64_t) = nullptr;
void* context = nullptr;
volatile int64_t open = 0;  // 1 while workers may enter
volatile int64_t parked = 0;

// Each thread has a share of neighbouring parts, the same one in every job of as many parts: what it wrote in one job it
// finds in its own cache in the next. Whoever is done with its own helps with the others'.
struct alignas(64) Share {
  volatile int64_t next;  // the part that comes next
};
Share share[maxThreads];

int64_t beginOf(int index) { return parts * index / shares; }

void work(int own) {
  for (int i = 0; i < shares; i++) {
    const int index = (own + i) % shares;
    const int64_t end = beginOf(index + 1);
    if (readAtomic(&share[index].next) >= end) continue;
    for (int64_t part = addAtomic(&share[index].next, 1); part < end; part = addAtomic(&share[index].next, 1)) {
      run(context, part);
    }
  }
}

int64_t awaitRound(int64_t seen) {
  const int64_t begin = nanoseconds();
  for (int turn = 1; readAtomic(&round) == seen; turn++) {
    pauseThread();
    if (turn % 64 != 0 || nanoseconds() - begin < spinNanoseconds) continue;
    addAtomic(&parked, 1);
    park(&round, seen);
    addAtomic(&parked, -1);
  }
  return readAtomic(&round);
}

void worker(void* index) {
  const int own = static_cast<int>(reinterpret_cast<intptr_t>(index));
  int64_t seen = 0;
  for (;;) {
    seen = awaitRound(seen);
    // Entering first and looking then: the caller closes first and looks for those inside then, so one sees the other.
    addAtomic(&entered, 1);
    if (readAtomic(&open) == 1) work(own);
    addAtomic(&entered, -1);
  }
}

}  // namespace

int numThreads() {
  if (readAtomic(&wanted) == 0) setNumThreads(numCores());
  return static_cast<int>(readAtomic(&wanted));
}

void setNumThreads(int count) { writeAtomic(&wanted, count < 1 ? 1 : count > maxThreads ? maxThreads : count); }

void runParts(int64_t count, void (*part)(void*, int64_t), void* opaque) {
  const bool alone = count <= 1 || numThreads() == 1 || !tryAcquire(jobLock);
  if (alone) {
    for (int64_t i = 0; i < count; i++) part(opaque, i);
    return;
  }
  const int threads = numThreads();
  while (started < threads - 1 && startThread(worker, reinterpret_cast<void*>(static_cast<intptr_t>(started + 1)))) started++;
  run = part;
  context = opaque;
  parts = count;
  shares = count < threads ? static_cast<int>(count) : threads;
  for (int i = 0; i < shares; i++) writeAtomic(&share[i].next, beginOf(i));
  addAtomic(&open, 1);
  addAtomic(&round, 1);
  if (readAtomic(&parked) > 0) wake();
  work(0);
  addAtomic(&open, -1);
  for (int turn = 1; readAtomic(&entered) > 0; turn++) {
    pauseThread();
    if (turn % 1024 == 0) yieldThread();  // a worker without a core cannot leave
  }
  release(jobLock);
}

}  // namespace mariana
