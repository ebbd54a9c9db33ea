#include "test.h"

namespace carousel::test {

void testColumns() {
  for (int width : kSizes) {
    for (int n : {0, 1, 5, 64, 127, 2000}) {
      at("columnSumsAdd", {n, width});
      const int lda = width + 1;
      const Floats a = numbers(static_cast<size_t>(n * lda), 1.0f, 1);
      const Floats before = numbers(static_cast<size_t>(width), 1.0f, 2);
      Floats sums(before);
      onTeams([&] {
        for (size_t k = 0; k < sums.size(); ++k) {
          sums[k] = before[k];
        }
        kernels().columnSumsAdd(n, width, a.data(), lda, sums.data());
        Results all;
        all.add(sums);
        return all;
      });
      for (size_t k = 0; k < sums.size(); ++k) {
        double expected = static_cast<double>(before[k]);
        for (int i = 0; i < n; ++i) {
          expected += static_cast<double>(a[static_cast<size_t>(i * lda) + k]);
        }
        // Only 64 numbers below 1 are added in float32 before they go to a double.
        close(sums[k], expected, 1e-6 + 1e-7 * n / 8, "sum");
      }
    }
  }
}

}  // namespace carousel::test
