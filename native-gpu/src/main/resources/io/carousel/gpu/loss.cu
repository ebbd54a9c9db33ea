// Losses: the sum over all positions that count, and the gradient of that sum.
#include "common.cuh"

namespace carousel {

enum NumberLoss { kSquared = 0, kAbsolute = 1, kBinary = 2 };

// (y - t)^2 with gradient 2 (y - t).
struct Squared {
  static __device__ float loss(float y, float target) { return (y - target) * (y - target); }
  static __device__ float slope(float y, float target) { return 2.0f * (y - target); }
};

// |y - t| with gradient sign(y - t), 0 at 0.
struct Absolute {
  static __device__ float loss(float y, float target) { return fabsf(y - target); }
  static __device__ float slope(float y, float target) {
    const float d = y - target;
    return d > 0.0f ? 1.0f : (d < 0.0f ? -1.0f : d);
  }
};

// log(1 + e^y) - t y with gradient sigmoid(y) - t.
struct Binary {
  static __device__ float loss(float y, float target) {
    return fmaxf(y, 0.0f) + log1pf(expf(-fabsf(y))) - target * y;
  }
  static __device__ float slope(float y, float target) { return sigmoidOf(y) - target; }
};

// Where one block leaves what it has found: two doubles.
static inline __device__ void leave(double loss, double count, double* partials) {
  const double blockLoss = blockSum(loss);
  const double blockCount = blockSum(count);
  if (threadIdx.x == 0) {
    partials[2 * blockIdx.x] = blockLoss;
    partials[2 * blockIdx.x + 1] = blockCount;
  }
}

static inline __device__ float factorOf(const double* scaling) {
  return scaling == nullptr ? 1.0f : static_cast<float>(scaling[kLossScale]);
}

template <class Loss>
static __device__ void sumNumbers(int rows, int sequences, int width,
                                  const int* __restrict__ lengths, const float* __restrict__ y,
                                  const float* __restrict__ targets, float* __restrict__ dy,
                                  float factor, double* partials) {
  double loss = 0.0;
  double count = 0.0;
  forEachPiece(rows, width, [&](const Piece& piece) {
    const bool valid = counts(piece.row, sequences, lengths);
    count += valid && piece.first == 0 ? 1.0 : 0.0;
    for (int k = piece.first; k < piece.end; k += piece.step) {
      const Index i = piece.at(width, k);
      float slope = 0.0f;
      if (valid) {
        const float yi = y[i];
        const float target = targets[i];
        loss += static_cast<double>(Loss::loss(yi, target));
        slope = Loss::slope(yi, target) / static_cast<float>(width) * factor;
      }
      if (dy != nullptr) {
        dy[i] = slope;
      }
    }
  });
  leave(loss / width, count, partials);
}

// The mean over the K numbers of a position of a squared, absolute or binary loss.
//
//   loss       a NumberLoss
//   steps      T, or 1 for a loss per sequence; y, targets, dy [steps, sequences, width]
//   lengths    [sequences]; a position counts where step < length
//   dy         written: the gradient of the sum times the loss scale, 0 past lengths; may be null
//   scaling    ScalingLayout, or null for a scale of 1
//   partials   scratch, written: 2 doubles per block, for lossFinish
extern "C" __global__ void __launch_bounds__(kMostThreads)
    numberLoss(int loss, int steps, int sequences, int width, const int* __restrict__ lengths,
               const float* __restrict__ y, const float* __restrict__ targets,
               float* __restrict__ dy, const double* scaling, double* partials) {
  const int rows = steps * sequences;
  const float factor = factorOf(scaling);
  if (loss == kSquared) {
    sumNumbers<Squared>(rows, sequences, width, lengths, y, targets, dy, factor, partials);
  } else if (loss == kAbsolute) {
    sumNumbers<Absolute>(rows, sequences, width, lengths, y, targets, dy, factor, partials);
  } else if (loss == kBinary) {
    sumNumbers<Binary>(rows, sequences, width, lengths, y, targets, dy, factor, partials);
  } else {
    leave(static_cast<double>(unknownCode()), 0.0, partials);
  }
}

// The largest number of a row and sum_k e^(y_k - maximum), from those of a team's lanes.
struct Softmax {
  float maximum;
  double sum;

  __device__ void add(float y) {
    if (y > maximum) {
      sum = sum * static_cast<double>(expf(maximum - y)) + 1.0;
      maximum = y;
    } else {
      sum += static_cast<double>(expf(y - maximum));
    }
  }

  // All lanes of the warp call it; each gets its team's.
  __device__ void combine(int team) {
    float most = maximum;
    for (int distance = team / 2; distance > 0; distance /= 2) {
      most = fmaxf(most, __shfl_xor_sync(kAllLanes, most, distance));
    }
    sum *= static_cast<double>(expf(maximum - most));
    maximum = most;
    for (int distance = team / 2; distance > 0; distance /= 2) {
      sum += __shfl_xor_sync(kAllLanes, sum, distance);
    }
  }
};

// -log softmax(y)_class = log sum_k e^(y_k) - y_class, a team per row.
//
//   steps      T, or 1 for a loss per sequence; y, dy [steps, sequences, width]
//   lengths    [sequences]; a position counts where step < length
//   classes    [steps, sequences]; a position whose class is not in 0 to width - 1 does not count
//   dy         written: (softmax - 1 at the class) times the loss scale, 0 past lengths; may be
//   null scaling    ScalingLayout, or null for a scale of 1 partials   scratch, written: 2 doubles
//   per block, for lossFinish
extern "C" __global__ void __launch_bounds__(kMostThreads)
    classLoss(int steps, int sequences, int width, const int* __restrict__ lengths,
              const float* __restrict__ y, const int* __restrict__ classes, float* __restrict__ dy,
              const double* scaling, double* partials) {
  const int rows = steps * sequences;
  const float factor = factorOf(scaling);
  const Team team = teamFor(width);
  const int before = static_cast<int>(threadIdx.x) % kWarp / team.size;
  double loss = 0.0;
  double count = 0.0;
  // The border is that of the warp's first team: all lanes take part in what combine exchanges.
  for (Index first = team.number - before; first < rows; first += team.teams) {
    const Index row = first + before;
    const bool exists = row < rows;
    const bool valid = exists && counts(static_cast<unsigned>(row), sequences, lengths);
    const int target = valid ? classes[row] : -1;
    const bool good = target >= 0 && target < width;
    const float* from = y + row * width;
    Softmax softmax = {-3.402823466e38f, 0.0};
    for (int k = team.lane; good && k < width; k += team.size) {
      softmax.add(from[k]);
    }
    softmax.combine(team.size);
    if (good && team.lane == 0) {
      loss += log(softmax.sum) + static_cast<double>(softmax.maximum) -
              static_cast<double>(from[target]);
      count += 1.0;
    }
    const float inverse = static_cast<float>(1.0 / softmax.sum);
    for (int k = team.lane; exists && dy != nullptr && k < width; k += team.size) {
      const float share = good ? expf(from[k] - softmax.maximum) * inverse : 0.0f;
      dy[row * width + k] = good ? (share - (k == target ? 1.0f : 0.0f)) * factor : 0.0f;
    }
  }
  leave(loss, count, partials);
}

// Adds what the blocks of a loss kernel have found to kLoss and kCount, and to kPending where there
// is a gradient. One block.
//
//   blocks     the number of blocks of the loss kernel
//   gradient   1 where dy was written, else 0
//   sums       SumsLayout
extern "C" __global__ void __launch_bounds__(kMostThreads)
    lossFinish(int blocks, const double* partials, int gradient, double* sums) {
  const double loss = blockSumOf(blocks, 2, partials);
  const double count = blockSumOf(blocks, 2, partials + 1);
  if (threadIdx.x == 0) {
    sums[kLoss] += loss;
    sums[kCount] += count;
    sums[kPending] += gradient != 0 ? count : 0.0;
  }
}

}  // namespace carousel
