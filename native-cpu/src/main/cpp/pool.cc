// One row per sequence from the rows of its steps, and back.
#include "parallel.h"
#include "row_math.h"

namespace carousel::CAROUSEL_ISA {
namespace {

// Columns of one sequence that are pooled at a time.
constexpr Index kColumns = 64;

// A part of the columns of one sequence; a step further is `step` elements further.
struct Column {
  Index width;
  Index length;
  Index step;
  Index atLastStep;  // so many of them, from the first, are taken at the last step by kLast
};

void meanOf(const Column& at, const float* x, float* y) {
  double sums[kColumns] = {};
  for (Index t = 0; t < at.length; ++t) {
    CAROUSEL_SIMD
    for (Index k = 0; k < at.width; ++k) {
      sums[k] += static_cast<double>(x[t * at.step + k]);
    }
  }
  for (Index k = 0; k < at.width; ++k) {
    y[k] = static_cast<float>(sums[k] / static_cast<double>(at.length));
  }
}

void maximumOf(const Column& at, const float* x, float* y, int32_t* argument) {
  copyRow(at.width, x, y);
  std::memset(argument, 0, static_cast<size_t>(at.width) * sizeof(int32_t));
  for (Index t = 1; t < at.length; ++t) {
    const float* row = x + t * at.step;
    const int32_t step = static_cast<int32_t>(t);
    CAROUSEL_SIMD
    for (Index k = 0; k < at.width; ++k) {
      const bool more = row[k] > y[k];
      argument[k] = more ? step : argument[k];
      y[k] = more ? row[k] : y[k];
    }
  }
}

void lastOf(const Column& at, const float* x, float* y) {
  copyRow(at.atLastStep, x + (at.length - 1) * at.step, y);
  copyRow(at.width - at.atLastStep, x + at.atLastStep, y + at.atLastStep);
}

void pool(Pooling pooling, const Column& at, const float* x, float* y, int32_t* argument) {
  if (at.length == 0) {
    zeroRow(at.width, y);
    if (pooling == kMax) {
      std::memset(argument, 0, static_cast<size_t>(at.width) * sizeof(int32_t));
    }
    return;
  }
  switch (pooling) {
    case kLast:
      return lastOf(at, x, y);
    case kMean:
      return meanOf(at, x, y);
    case kMax:
      return maximumOf(at, x, y, argument);
  }
}

void shareRow(Index width, float count, const float* dy, float* dx) {
  CAROUSEL_SIMD
  for (Index k = 0; k < width; ++k) {
    dx[k] = dy[k] / count;
  }
}

void takenRow(Index width, int32_t step, const float* dy, const int32_t* argument, float* dx) {
  CAROUSEL_SIMD
  for (Index k = 0; k < width; ++k) {
    dx[k] = argument[k] == step ? dy[k] : 0.0f;
  }
}

void lastRow(Index width, bool taken, const float* dy, float* dx) {
  return taken ? copyRow(width, dy, dx) : zeroRow(width, dx);
}

// Row t of the gradient of one sequence.
void backwardRow(Pooling pooling, Index width, Index atLastStep, Index t, Index length,
                 const float* dy, const int32_t* argument, float* dx) {
  if (t >= length) {
    return zeroRow(width, dx);
  }
  switch (pooling) {
    case kLast:
      lastRow(atLastStep, t == length - 1, dy, dx);
      return lastRow(width - atLastStep, t == 0, dy + atLastStep, dx + atLastStep);
    case kMean:
      return shareRow(width, static_cast<float>(length), dy, dx);
    case kMax:
      return takenRow(width, static_cast<int32_t>(t), dy, argument, dx);
  }
}

}  // namespace

void poolForward(Pooling pooling, int steps, int sequences, int width, int columnsAtLastStep,
                 const int32_t* lengths, const float* x, float* y, int32_t* argument) {
  const Index parts = ceilDiv(width, kColumns);
  const Index step = static_cast<Index>(sequences) * width;
  const double work = (pooling == kLast ? 0.25 : 0.5 * steps) * static_cast<double>(step);
  parallelBlocks(parts * sequences, work, [=](Index block) {
    const Index n = block / parts;
    const Index first = block % parts * kColumns;
    const Index columns = least(kColumns, width - first);
    const Index atLastStep = most(Index{0}, least(columns, columnsAtLastStep - first));
    const Column at = {columns, lengths[n], step, atLastStep};
    const Index row = n * width + first;
    pool(pooling, at, x + row, y + row, pooling == kMax ? argument + row : nullptr);
  });
}

void poolBackward(Pooling pooling, int steps, int sequences, int width, int columnsAtLastStep,
                  const int32_t* lengths, const float* dy, const int32_t* argument, float* dx) {
  const Index rows = static_cast<Index>(steps) * sequences;
  parallelRows(rows, width, 0.5, [=](Index row) {
    const Index n = row % sequences;
    backwardRow(pooling, width, columnsAtLastStep, row / sequences, lengths[n], dy + n * width,
                pooling == kMax ? argument + n * width : nullptr, dx + row * width);
  });
}

}  // namespace carousel::CAROUSEL_ISA
