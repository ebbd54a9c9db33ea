// The OpenMP library that oneDNN uses on Linux, libgomp: the number of threads that a thread may
// use is then the same for both, and so are the threads.
//
// g++ compiles for libgomp. clang++ compiles for a library of its own, of which oneDNN knows
// nothing; with CAROUSEL_GOMP what g++ would make of a parallel region is written out instead.
// Without either there is one thread.
#ifndef CAROUSEL_OPENMP_H
#define CAROUSEL_OPENMP_H

#if defined(CAROUSEL_GOMP)

extern "C" {
int omp_get_max_threads();
int omp_get_num_threads();
int omp_get_thread_num();
int omp_get_dynamic();
int omp_get_thread_limit();
int omp_get_max_active_levels();
int omp_get_active_level();
void omp_set_num_threads(int count);
void omp_set_dynamic(int yes);
void GOMP_parallel(void (*body)(void*), void* data, unsigned threads, unsigned flags);
}
#define CAROUSEL_THREADS 1

#elif defined(_OPENMP)

#include <omp.h>
#define CAROUSEL_THREADS 1

#else

#define CAROUSEL_THREADS 0

#endif

#if CAROUSEL_THREADS

namespace carousel {

// part() on each thread of a team.
template <class Part>
static void onTeam(int team, Part& part) {
#if defined(CAROUSEL_GOMP)
  GOMP_parallel([](void* data) { (*static_cast<Part*>(data))(); }, &part,
                static_cast<unsigned>(team), 0);
#else
#pragma omp parallel num_threads(team)
  part();
#endif
}

}  // namespace carousel

#endif

#endif
