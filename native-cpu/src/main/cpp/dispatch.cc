// Chooses the table of the best instruction set when the library is loaded. This file is compiled
// for the baseline only.
#include <atomic>

#include "kernels.h"
#include "openmp.h"

namespace carousel {

namespace baseline {
void install(Kernels& table);
}

#if defined(__x86_64__)
namespace avx2 {
void install(Kernels& table);
}
namespace avx512 {
void install(Kernels& table);
}
#endif

double parallelFrom = 20000.0;

namespace {

struct Tables {
  Kernels kernels[kLevels] = {};

  Tables() {
    baseline::install(kernels[kBaseline]);
#if defined(__x86_64__)
    avx2::install(kernels[kAvx2]);
    avx512::install(kernels[kAvx512]);
#endif
  }
};

int best() {
  int found = kBaseline;
  for (int candidate = kBaseline; candidate < kLevels; ++candidate) {
    found = supports(candidate) ? candidate : found;
  }
  return found;
}

const Tables tables;
std::atomic<int> current(best());

}  // namespace

const char* levelName(int level) {
#if defined(__x86_64__)
  static const char* const names[] = {"sse2", "avx2", "avx512"};
#elif defined(__aarch64__)
  static const char* const names[] = {"neon", "avx2", "avx512"};
#else
  static const char* const names[] = {"baseline", "avx2", "avx512"};
#endif
  return names[level];
}

bool supports(int level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (level == kAvx512) {
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  }
  return level == kBaseline || (level == kAvx2 && avx2);
#else
  return level == kBaseline;
#endif
}

const Kernels& kernelsOf(int level) { return tables.kernels[level]; }

int level() { return current.load(std::memory_order_relaxed); }

bool use(int level) {
  if (!supports(level)) {
    return false;
  }
  current.store(level, std::memory_order_relaxed);
  return true;
}

const Kernels& kernels() { return kernelsOf(level()); }

int threads(int count) {
#if CAROUSEL_THREADS
  const int former = omp_get_max_threads();
  omp_set_num_threads(count);
  return former;
#else
  (void)count;
  return 1;
#endif
}

}  // namespace carousel
