#include <cstring>

#include "openmp.h"
#include "test.h"

namespace carousel::test {
namespace {

// Of a thread that is in no team.
void testTeams() {
#if CAROUSEL_THREADS
  int inside[2] = {0, 0};
  TeamBound bounds[2] = {kNoBound, kNoBound};
  auto part = [&] {
    inside[omp_get_thread_num()] = mostThreads();
    bounds[omp_get_thread_num()] = teamBound();
  };
  onTeam(2, part);
  check(inside[0] == 1 && inside[1] == 1, "a team's thread has none of its own");
  check(bounds[0] == kNested && bounds[1] == kNested, "and says why");
#endif
  check(mostThreads() >= 3 && team(3) == 3, "a team has as many threads as asked for");
  check(team(1) == 1, "one thread is a team");
  const int former = threads(-3);
  check(threads(former) == -3, "that fewer threads are allowed is part of the setting");
  const int again = threads(3);
  check(again == former && threads(former) == 3, "and is forbidden again");
}

}  // namespace

void testDispatch() {
  at("dispatch", {});
  check(supports(kBaseline), "every machine has the baseline");
  for (int candidate = level() + 1; candidate < kLevels; ++candidate) {
    check(!supports(candidate), "the best level is in use at first");
    const int before = level();
    check(!use(candidate) && level() == before, "a level that is not there is refused");
  }
  check(use(kBaseline) && level() == kBaseline, "a lower level can be forced");
  check(&kernels() == &kernelsOf(kBaseline), "and its table is used");
  check(std::strlen(levelName(kBaseline)) > 0, "levels have names");
  const int former = threads(3);
  check(threads(former) == 3 || former == 1, "threads answers the former number");
  if (teamBound() != kNoOpenMp) {
    testTeams();
  }
}

}  // namespace carousel::test
