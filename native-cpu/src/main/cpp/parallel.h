// Work on several threads: numbered blocks whose borders do not depend on how many threads there
// are.
#ifndef CAROUSEL_PARALLEL_H
#define CAROUSEL_PARALLEL_H

#include "isa.h"
#include "openmp.h"

namespace carousel::CAROUSEL_ISA {

// All threads that this thread may use, or one. Nothing between: libgomp ends the workers that a
// smaller team does not need and starts them anew for the next one.
static inline int teamFor(Index blocks, double nanoseconds) {
#if CAROUSEL_THREADS
  if (blocks > 1 && nanoseconds >= parallelFrom) {
    return omp_get_max_threads();
  }
#else
  (void)blocks;
  (void)nanoseconds;
#endif
  return 1;
}

// body(b) for b = 0 to blocks - 1, each once; a thread takes neighbours, ascending.
template <class Body>
static void parallelBlocks(Index blocks, double nanoseconds, const Body& body) {
  const int team = teamFor(blocks, nanoseconds);
  if (team == 1) {
    for (Index b = 0; b < blocks; ++b) {
      body(b);
    }
    return;
  }
#if CAROUSEL_THREADS
  auto part = [&] {
    const Index members = omp_get_num_threads();
    const Index me = omp_get_thread_num();
    const Index end = blocks * (me + 1) / members;
    for (Index b = blocks * me / members; b < end; ++b) {
      body(b);
    }
  };
  onTeam(team, part);
#endif
}

// body(from, to) over parts of 0 to count - 1. Every part but the last has the same size, a
// multiple of 64, so that an element is always at the same place of a vector loop.
template <class Body>
static void parallelRange(Index count, double nanosecondsEach, const Body& body) {
  const Index part = 8192;
  parallelBlocks(ceilDiv(count, part), nanosecondsEach * static_cast<double>(count),
                 [&](Index b) { body(b * part, least(count, (b + 1) * part)); });
}

// body(row) over rows of some width; rows that are short are bundled.
template <class Body>
static void parallelRows(Index rows, Index width, double nanosecondsEach, const Body& body) {
  const Index bundle = most(1, 512 / most(1, width));
  const double work = nanosecondsEach * static_cast<double>(rows) * static_cast<double>(width);
  parallelBlocks(ceilDiv(rows, bundle), work, [&](Index b) {
    const Index end = least(rows, (b + 1) * bundle);
    for (Index row = b * bundle; row < end; ++row) {
      body(row);
    }
  });
}

}  // namespace carousel::CAROUSEL_ISA

#endif
