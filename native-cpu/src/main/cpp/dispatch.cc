// Chooses the table of the best instruction set when the library is loaded. This file is compiled
// for the baseline only, and reads tables: it calls no code of another instruction set.
#include <atomic>

#include "kernels.h"
#include "openmp.h"

namespace carousel {

namespace baseline {
extern const Kernels table;
}

#if defined(__x86_64__)
namespace avx2 {
extern const Kernels table;
}
namespace avx512 {
extern const Kernels table;
}
#endif

// Compilers may be set to newer processors by default.
static_assert(kCompiledFor == 0, "the baseline must run on every x86-64 machine: see compile.sh");

double parallelFrom = 20000.0;

namespace {

constexpr const Kernels* kTables[kLevels] = {
    &baseline::table,
#if defined(__x86_64__)
    &avx2::table,
    &avx512::table,
#endif
};

int best() {
  int found = kBaseline;
  for (int candidate = kBaseline; candidate < kLevels; ++candidate) {
    found = supports(candidate) ? candidate : found;
  }
  return found;
}

std::atomic<int> current(best());

}  // namespace

const char* levelName(int level) {
#if defined(__x86_64__)
  static const char* const names[kLevels] = {"sse2", "avx2", "avx512"};
#elif defined(__aarch64__)
  static const char* const names[kLevels] = {"neon"};
#else
  static const char* const names[kLevels] = {"baseline"};
#endif
  return names[level];
}

bool supports(int level, Features machine) {
  return level < kLevels && (kTables[level]->features & ~machine) == 0;
}

bool supports(int level) { return supports(level, featuresOf(readCpuWords())); }

const Kernels& kernelsOf(int level) { return *kTables[level]; }

int level() { return current.load(std::memory_order_relaxed); }

bool use(int level) {
  if (!supports(level)) {
    return false;
  }
  current.store(level, std::memory_order_relaxed);
  return true;
}

const Kernels& kernels() { return kernelsOf(level()); }

int threads(int setting) {
#if CAROUSEL_THREADS
  const int former = omp_get_max_threads();
  const bool fewer = omp_get_dynamic() != 0;
  omp_set_num_threads(setting < 0 ? -setting : setting);
  omp_set_dynamic(setting < 0);
  return fewer ? -former : former;
#else
  (void)setting;
  return 1;
#endif
}

TeamBound teamBound() {
#if CAROUSEL_THREADS
  if (omp_get_active_level() > 0) {
    return kNested;
  }
  if (omp_get_max_active_levels() < 1) {
    return kActiveLevels;
  }
  return omp_get_thread_limit() < INT32_MAX ? kThreadLimit : kNoBound;
#else
  return kNoOpenMp;
#endif
}

int mostThreads() {
#if CAROUSEL_THREADS
  switch (teamBound()) {
    case kNoBound:
      return INT32_MAX;
    case kThreadLimit:
      return omp_get_thread_limit();
    case kNoOpenMp:
    case kActiveLevels:
    case kNested:
      break;
  }
#endif
  return 1;
}

int team(int count) {
  int found = 1;
#if CAROUSEL_THREADS
  const int before = threads(count);
  auto part = [&] {
    if (omp_get_thread_num() == 0) {
      found = omp_get_num_threads();
    }
  };
  onTeam(count, part);
  threads(before);
#else
  (void)count;
#endif
  return found;
}

}  // namespace carousel
