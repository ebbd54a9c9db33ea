// Losses: the sum over all positions that count, and the gradient of that sum.
#include <cmath>

#include "parallel.h"
#include "row_math.h"
#include "vector_math.h"

namespace carousel::CAROUSEL_ISA {
namespace {

// The most blocks whose sums are kept apart; they lie on the stack.
constexpr Index kBlocks = 256;

// Elements that are summed in float32 before they go to a double.
constexpr Index kRun = 256;

// What a block of rows has found.
struct Found {
  double loss;
  double count;
  Index firstBad;
};

// Adds a row to what its block has found. body(row, loss) writes the loss of a row that counts and
// answers whether its target makes sense; without a loss the gradient is zero.
template <class Body>
void addRow(Index row, bool counts, Index width, float* dy, Found& found, const Body& body) {
  double loss = 0.0;
  if (counts && body(row, loss)) {
    found.loss += loss;
    found.count += 1.0;
    return;
  }
  if (counts && found.firstBad < 0) {
    found.firstBad = row;
  }
  if (dy != nullptr) {
    zeroRow(width, dy + row * width);
  }
}

// Adds up all rows, over fixed blocks in order. Answers the first bad row or -1.
template <class Body>
int64_t sumRows(Index rows, Index sequences, Index width, const int32_t* lengths, float* dy,
                double* sums, const Body& body) {
  Found found[kBlocks];
  const Index size = most(1, ceilDiv(rows, kBlocks));
  const Index blocks = ceilDiv(rows, size);
  const double work = 2.0 * static_cast<double>(rows) * static_cast<double>(width);
  parallelBlocks(blocks, work, [&](Index b) {
    found[b] = {0.0, 0.0, -1};
    const Index end = least(rows, (b + 1) * size);
    for (Index row = b * size; row < end; ++row) {
      const bool counts = row / sequences < lengths[row % sequences];
      addRow(row, counts, width, dy, found[b], body);
    }
  });
  Index firstBad = -1;
  for (Index b = 0; b < blocks; ++b) {
    sums[kLoss] += found[b].loss;
    sums[kCount] += found[b].count;
    sums[kPending] += dy != nullptr ? found[b].count : 0.0;
    firstBad = firstBad < 0 ? found[b].firstBad : firstBad;
  }
  return firstBad;
}

// (y - t)^2 with gradient 2 (y - t).
struct Squared {
  static float loss(float y, float target) { return (y - target) * (y - target); }
  static float slope(float y, float target) { return 2.0f * (y - target); }
};

// |y - t| with gradient sign(y - t).
struct Absolute {
  static float loss(float y, float target) { return magnitude(y - target); }
  static float slope(float y, float target) {
    const float d = y - target;
    return d > 0.0f ? 1.0f : (d < 0.0f ? -1.0f : d);
  }
};

// log(1 + e^y) - t y with gradient sigmoid(y) - t.
struct Binary {
  static float loss(float y, float target) { return softplusOf(y) - target * y; }
  static float slope(float y, float target) { return sigmoidOf(y) - target; }
};

template <class Loss>
double rowLoss(Index width, const float* y, const float* targets) {
  double total = 0.0;
  for (Index first = 0; first < width; first += kRun) {
    const Index end = least(width, first + kRun);
    float sum = 0.0f;
#pragma omp simd reduction(+ : sum)
    for (Index k = first; k < end; ++k) {
      sum += Loss::loss(y[k], targets[k]);
    }
    total += static_cast<double>(sum);
  }
  return total / static_cast<double>(width);
}

template <class Loss>
void rowSlope(Index width, const float* y, const float* targets, float* dy) {
  const float count = static_cast<float>(width);
  CAROUSEL_SIMD
  for (Index k = 0; k < width; ++k) {
    dy[k] = Loss::slope(y[k], targets[k]) / count;
  }
}

template <class Loss>
void sumNumbers(Index rows, Index sequences, Index width, const int32_t* lengths, const float* y,
                const float* targets, float* dy, double* sums) {
  sumRows(rows, sequences, width, lengths, dy, sums, [=](Index row, double& loss) {
    const Index at = row * width;
    loss = rowLoss<Loss>(width, y + at, targets + at);
    if (dy != nullptr) {
      rowSlope<Loss>(width, y + at, targets + at, dy + at);
    }
    return true;
  });
}

float maximumOf(Index width, const float* y) {
  float maximum = y[0];
#pragma omp simd reduction(max : maximum)
  for (Index k = 1; k < width; ++k) {
    maximum = y[k] > maximum ? y[k] : maximum;
  }
  return maximum;
}

// sum_k e^(y_k - maximum).
double sumOfExp(Index width, const float* y, float maximum) {
  double total = 0.0;
  for (Index first = 0; first < width; first += kRun) {
    const Index end = least(width, first + kRun);
    float sum = 0.0f;
#pragma omp simd reduction(+ : sum)
    for (Index k = first; k < end; ++k) {
      sum += expOf(y[k] - maximum);
    }
    total += static_cast<double>(sum);
  }
  return total;
}

// softmax(y) less 1 at the class.
void crossEntropySlope(Index width, const float* y, float maximum, double sum, int32_t target,
                       float* dy) {
  const float scale = static_cast<float>(1.0 / sum);
  CAROUSEL_SIMD
  for (Index k = 0; k < width; ++k) {
    dy[k] = expOf(y[k] - maximum) * scale;
  }
  dy[target] -= 1.0f;
}

}  // namespace

void numberLoss(NumberLoss loss, int steps, int sequences, int width, const int32_t* lengths,
                const float* y, const float* targets, float* dy, double* sums) {
  const Index rows = static_cast<Index>(steps) * sequences;
  switch (loss) {
    case kSquared:
      return sumNumbers<Squared>(rows, sequences, width, lengths, y, targets, dy, sums);
    case kAbsolute:
      return sumNumbers<Absolute>(rows, sequences, width, lengths, y, targets, dy, sums);
    case kBinary:
      return sumNumbers<Binary>(rows, sequences, width, lengths, y, targets, dy, sums);
  }
}

int64_t classLoss(int steps, int sequences, int width, const int32_t* lengths, const float* y,
                  const int32_t* classes, float* dy, double* sums) {
  const Index rows = static_cast<Index>(steps) * sequences;
  return sumRows(rows, sequences, width, lengths, dy, sums, [=](Index row, double& loss) {
    const int32_t target = classes[row];
    if (target < 0 || target >= width) {
      return false;
    }
    const float* at = y + row * width;
    const float maximum = maximumOf(width, at);
    const double sum = sumOfExp(width, at, maximum);
    loss = std::log(sum) + static_cast<double>(maximum) - static_cast<double>(at[target]);
    if (dy != nullptr) {
      crossEntropySlope(width, at, maximum, sum, target, dy + row * width);
    }
    return true;
  });
}

}  // namespace carousel::CAROUSEL_ISA
