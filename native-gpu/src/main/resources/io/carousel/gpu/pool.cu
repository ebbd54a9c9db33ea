// One row per sequence from the rows of its valid steps.
#include "common.cuh"

namespace carousel {

enum Pooling { kLast = 0, kMean = 1, kMax = 2 };

// A column of one sequence; a step further is `step` elements further.
struct Column {
  const float* first;
  Index step;
  int length;
};

static inline __device__ float meanOf(const Column& x) {
  double sum = 0.0;
  for (int t = 0; t < x.length; ++t) {
    sum += static_cast<double>(x.first[t * x.step]);
  }
  return static_cast<float>(sum / x.length);
}

// The first step that has the maximum.
static inline __device__ int argumentOf(const Column& x) {
  int best = 0;
  float most = x.first[0];
  for (int t = 1; t < x.length; ++t) {
    const float next = x.first[t * x.step];
    if (next > most) {
      best = t;
      most = next;
    }
  }
  return best;
}

// The gradient of a valid step from that of its row, which is dy[from].
static inline __device__ float shareOf(int pooling, int t, int last, int length,
                                       const int* argument, const float* dy, Index from) {
  switch (pooling) {
    case kLast:
      return t == last ? dy[from] : 0.0f;
    case kMean:
      return dy[from] / static_cast<float>(length);
    case kMax:
      return t == argument[from] ? dy[from] : 0.0f;
    default:
      return unknownCode();
  }
}

// y [sequences, width] from x [steps, sequences, width]; 0 where the length is 0.
//
//   pooling    a Pooling
//   columnsAtLastStep   so many columns, from the first, kLast takes at the last step; the others
//                       at step 0
//   lengths    [sequences] or null
//   y          written
//   argument   written by kMax, [sequences, width]: the step it took; null where no backward
//   follows
extern "C" __global__ void __launch_bounds__(kMostThreads)
    poolForward(int pooling, int steps, int sequences, int width, int columnsAtLastStep,
                const int* __restrict__ lengths, const float* __restrict__ x, float* __restrict__ y,
                int* __restrict__ argument) {
  const Index step = static_cast<Index>(sequences) * width;
  forEachPiece(sequences, width, [&](const Piece& piece) {
    const int length = lengths == nullptr ? steps : lengths[piece.row];
    for (int k = piece.first; k < piece.end; k += piece.step) {
      const Index i = piece.at(width, k);
      const Column column = {x + i, step, length};
      const int last = k < columnsAtLastStep || length == 0 ? length - 1 : 0;
      const int taken = length > 0 && pooling == kMax ? argumentOf(column) : last;
      float pooled = 0.0f;
      if (length > 0) {
        const bool picks = pooling == kLast || pooling == kMax;
        pooled = picks ? x[i + taken * step] : pooling == kMean ? meanOf(column) : unknownCode();
      }
      y[i] = pooled;
      if (pooling == kMax && argument != nullptr) {
        argument[i] = taken;
      }
    }
  });
}

// dx [steps, sequences, width] from dy [sequences, width]: dy at the step that was taken, or dy / l
// at all valid ones; else 0.
//
//   pooling    a Pooling
//   lengths    [sequences] or null
//   argument   [sequences, width], what kMax has taken; the others do not read it
//   dx         written
extern "C" __global__ void __launch_bounds__(kMostThreads)
    poolBackward(int pooling, int steps, int sequences, int width, int columnsAtLastStep,
                 const int* __restrict__ lengths, const float* __restrict__ dy,
                 const int* __restrict__ argument, float* __restrict__ dx) {
  forEachPiece(steps * sequences, width, [&](const Piece& piece) {
    const int n = static_cast<int>(piece.row % static_cast<unsigned>(sequences));
    const int t = static_cast<int>(piece.row / static_cast<unsigned>(sequences));
    const int length = lengths == nullptr ? steps : lengths[n];
    for (int k = piece.first; k < piece.end; k += piece.step) {
      const Index from = static_cast<Index>(n) * width + k;
      const int last = k < columnsAtLastStep ? length - 1 : 0;
      dx[piece.at(width, k)] =
          t < length ? shareOf(pooling, t, last, length, argument, dy, from) : 0.0f;
    }
  });
}

}  // namespace carousel
