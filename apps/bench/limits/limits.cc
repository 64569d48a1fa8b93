// What this machine can do at most, by all threads together: multiply-adds a second, and memory traffic.
//
//   limits THREADS        prints one JSON line: {"gflops", "read_gbs", "copy_gbs", "read_cache_gbs", "copy_cache_gbs"}
//
// Built for the machine it runs on (-march=native), so that the compiler uses its widest vectors.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace {

#if defined(__AVX512F__)
constexpr int lanes = 16;
#elif defined(__AVX__)
constexpr int lanes = 8;
#else
constexpr int lanes = 4;
#endif

typedef float Vector __attribute__((vector_size(lanes * sizeof(float))));

using Clock = std::chrono::steady_clock;

double seconds(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Runs `work(thread)` on every thread at once and returns the seconds that all of them together took.
double together(int threads, const std::function<void(int)>& work) {
  const auto start = Clock::now();
  std::vector<std::thread> others;
  for (int thread = 1; thread < threads; thread++) others.emplace_back(work, thread);
  work(0);
  for (auto& other : others) other.join();
  return seconds(start);
}

/// The best of several runs: a limit is what the machine does when nothing disturbs it.
double best(int runs, int threads, const std::function<void(int)>& work) {
  double least = 1e30;
  for (int run = 0; run < runs; run++) least = std::min(least, together(threads, work));
  return least;
}

volatile float sink;

/// Independent chains of multiply-adds, as many as hide the latency of each.
void multiply_add(long rounds) {
  constexpr int chains = 12;
  Vector sums[chains];
  const Vector factor = Vector{} + 0.999f;
  const Vector term = Vector{} + 0.001f;
  for (auto& sum : sums) sum = Vector{};
  for (long round = 0; round < rounds; round++) {
#pragma GCC unroll 12
    for (int chain = 0; chain < chains; chain++) sums[chain] = sums[chain] * factor + term;
  }
  Vector total{};
  for (const auto& sum : sums) total += sum;
  sink = total[0];
}

double gflops(int threads) {
  const long rounds = 2'000'000;
  const double least = best(60, threads, [&](int) { multiply_add(rounds); });
  return 2.0 * rounds * 12 * lanes * threads / least / 1e9;
}

struct Traffic {
  double read;
  double copy;
};

/// Gigabytes a second over `floats` numbers: read alone, and read and written (the bytes of both counted).
Traffic traffic(int threads, size_t floats, int repeats) {
  const size_t part = floats / threads / (8 * lanes) * (8 * lanes);
  auto* from = static_cast<float*>(std::aligned_alloc(4096, floats * sizeof(float)));
  auto* to = static_cast<float*>(std::aligned_alloc(4096, floats * sizeof(float)));
  std::memset(from, 1, floats * sizeof(float));
  std::memset(to, 1, floats * sizeof(float));
  const double bytes = double(part) * threads * sizeof(float) * repeats;
  const double reading = best(12, threads, [&](int thread) {
    const auto* at = reinterpret_cast<const Vector*>(from + thread * part);
    Vector sums[8] = {};
    for (int repeat = 0; repeat < repeats; repeat++)
      for (size_t i = 0; i < part / lanes; i += 8)
        for (int j = 0; j < 8; j++) sums[j] += at[i + j];
    Vector total{};
    for (const auto& sum : sums) total += sum;
    sink = total[0];
  });
  const double copying = best(12, threads, [&](int thread) {
    const auto* at = reinterpret_cast<const Vector*>(from + thread * part);
    auto* there = reinterpret_cast<Vector*>(to + thread * part);
    const Vector one = Vector{} + 1.0f;
    for (int repeat = 0; repeat < repeats; repeat++)
      for (size_t i = 0; i < part / lanes; i++) there[i] = at[i] + one;
    sink = to[thread * part];
  });
  std::free(from);
  std::free(to);
  return {bytes / reading / 1e9, 2 * bytes / copying / 1e9};
}

}  // namespace

int main(int count, char** arguments) {
  const int threads = count > 1 ? std::max(1, std::atoi(arguments[1])) : 1;
  const Traffic cache = traffic(threads, size_t{1} << 22, 8);
  const Traffic memory = traffic(threads, size_t{1} << 25, 1);
  std::printf("{\"gflops\":%.1f,\"read_gbs\":%.1f,\"copy_gbs\":%.1f,\"read_cache_gbs\":%.1f,\"copy_cache_gbs\":%.1f}\n",
              gflops(threads), memory.read, memory.copy, cache.read, cache.copy);
}
