#include <cstring>

#include "test.h"

namespace carousel::test {

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
}

}  // namespace carousel::test
