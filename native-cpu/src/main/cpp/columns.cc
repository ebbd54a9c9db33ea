// The sum of every column: gradients of biases.
#include "parallel.h"
#include "row_math.h"

namespace carousel::CAROUSEL_ISA {
namespace {

// Rows that are summed in float32 before they go to a double: keeps the error from growing with
// the number of rows.
constexpr Index kRun = 64;

// Adds the column sums of a run to totals. With a width known to the compiler the sums stay in
// registers.
template <class Width>
void addRun(Index rows, Width width, const float* a, Index lda, double* totals) {
  float sums[kStrip] = {};
  const Index count = width;
  for (Index i = 0; i < rows; ++i) {
    CAROUSEL_SIMD
    for (Index k = 0; k < count; ++k) {
      sums[k] += a[i * lda + k];
    }
  }
  for (Index k = 0; k < count; ++k) {
    totals[k] += static_cast<double>(sums[k]);
  }
}

struct WholeStrip {
  constexpr operator Index() const { return kStrip; }
};

void addStrip(Index rows, Index width, const float* a, Index lda, float* sums) {
  double totals[kStrip] = {};
  for (Index first = 0; first < rows; first += kRun) {
    const Index run = least(kRun, rows - first);
    if (width == kStrip) {
      addRun(run, WholeStrip(), a + first * lda, lda, totals);
    } else {
      addRun(run, width, a + first * lda, lda, totals);
    }
  }
  for (Index k = 0; k < width; ++k) {
    sums[k] = static_cast<float>(static_cast<double>(sums[k]) + totals[k]);
  }
}

}  // namespace

void columnSumsAdd(int n, int width, const float* a, int lda, float* sums) {
  parallelBlocks(ceilDiv(width, kStrip), 0.2 * n * width, [=](Index strip) {
    const Index first = strip * kStrip;
    addStrip(n, least(kStrip, width - first), a + first, lda, sums + first);
  });
}

}  // namespace carousel::CAROUSEL_ISA
