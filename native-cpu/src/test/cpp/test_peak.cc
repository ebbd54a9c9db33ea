#include "test.h"

namespace carousel::test {

// v = 3 on average at first, then v / 2 + 1/2 again and again: 1 + 2 / 2^rounds, without any
// rounding.
void testPeak() {
  for (int rounds : {0, 1, 2, 10}) {
    for (int parts : {1, 2, 5}) {
      at("multiplyAdd", {rounds, parts});
      Floats sums(static_cast<size_t>(parts));
      int64_t operations = 0;
      onTeams([&] {
        operations = kernels().multiplyAdd(rounds, parts, 0.5f, 0.5f, sums.data());
        Results all;
        all.add(sums);
        return all;
      });
      // How many numbers there are follows from what 10 rounds of one part claim to have done.
      const int64_t numbers = kernels().multiplyAdd(10, 1, 0.5f, 0.5f, sums.data()) / 20;
      check(numbers >= 4 * 8, "enough vectors");
      check(operations == 2 * numbers * rounds * parts, "operations");
      kernels().multiplyAdd(rounds, parts, 0.5f, 0.5f, sums.data());
      for (int part = 0; part < parts; ++part) {
        const double expected = static_cast<double>(numbers) * (1.0 + std::ldexp(2.0, -rounds));
        check(static_cast<double>(sums[static_cast<size_t>(part)]) == expected, "sum");
      }
    }
  }
}

}  // namespace carousel::test
