// Bias and activation of a dense layer, in place over what the matrix product left, and the sums of
// columns that are its bias's gradient.
#include "common.cuh"

namespace carousel {

static inline __device__ float activated(int activation, float a) {
  switch (activation) {
    case kRelu:
      return a < 0.0f ? 0.0f : a;  // NaN stays
    case kTanh:
      return tanhf(a);
    case kSigmoid:
      return sigmoidOf(a);
    case kNone:
      return a;
    default:
      return unknownCode();
  }
}

// The derivative where the activation is y.
static inline __device__ float slopeOf(int activation, float y) {
  switch (activation) {
    case kRelu:
      return y > 0.0f ? 1.0f : 0.0f;
    case kTanh:
      return 1.0f - y * y;
    case kSigmoid:
      return y * (1.0f - y);
    case kNone:
      return 1.0f;
    default:
      return unknownCode();
  }
}

// y = activation(y + bias), 0 past lengths.
//
//   activation   an Activation
//   steps        T, or 1 with null lengths for one row per sequence; y [steps, sequences, width]
//   lengths      [sequences] or null
//   bias         [width]
//   y            read and written; what stands past lengths does not matter
extern "C" __global__ void __launch_bounds__(kMostThreads)
    denseForward(int activation, int steps, int sequences, int width, const int* lengths,
                 const float* __restrict__ bias, float* y) {
  forEachPiece(steps * sequences, width, [&](const Piece& piece) {
    const bool valid = counts(piece.row, sequences, lengths);
    mapPiece(piece, width, y, y,
             [&](int k, float a) { return valid ? activated(activation, a + bias[k]) : 0.0f; });
  });
}

// dy = dy activation'(y), 0 past lengths, and its column sums over parts of the rows. The blocks
// are exactly chunks * columnTiles(width), with columnTiles(width) = width / 32, rounded up.
//
//   activation   an Activation
//   steps        T, or 1 with null lengths for one row per sequence; y, dy [steps, sequences,
//   width] lengths      [sequences] or null chunks       how many parts the rows are summed in dy
//   read and written; what stands past lengths does not matter partials     scratch, written:
//   [width, chunks] for columnSumsFinish blockDim     a power of two, 32 to kMostThreads
extern "C" __global__ void __launch_bounds__(kMostThreads)
    denseBackward(int activation, int steps, int sequences, int width, const int* lengths,
                  int chunks, const float* __restrict__ y, float* __restrict__ dy,
                  float* __restrict__ partials) {
  __shared__ float sums[kMostThreads];
  const Team team = teamFor(width);
  const int teams = static_cast<int>(blockDim.x) / team.size;
  const int tiles = (width + team.size - 1) / team.size;
  const int chunk = static_cast<int>(blockIdx.x) / tiles;
  const int column = static_cast<int>(blockIdx.x) % tiles * team.size + team.lane;
  const int rows = steps * sequences;
  const int perChunk = (rows + chunks - 1) / chunks;
  const Index begin = static_cast<Index>(chunk) * perChunk;
  const Index end = begin + perChunk < rows ? begin + perChunk : rows;
  float sum = 0.0f;
  for (Index row = begin + static_cast<int>(threadIdx.x) / team.size; row < end; row += teams) {
    if (column < width) {
      const Index i = row * width + column;
      const bool valid = counts(static_cast<unsigned>(row), sequences, lengths);
      const float gradient = valid ? dy[i] * slopeOf(activation, y[i]) : 0.0f;
      dy[i] = gradient;
      sum += gradient;
    }
  }
  sums[threadIdx.x] = sum;
  for (int half = teams / 2; half > 0; half /= 2) {
    __syncthreads();
    if (static_cast<int>(threadIdx.x) < half * team.size) {
      sums[threadIdx.x] += sums[threadIdx.x + half * team.size];
    }
  }
  if (static_cast<int>(threadIdx.x) < team.size && column < width) {
    partials[static_cast<Index>(column) * chunks + chunk] = sums[threadIdx.x];
  }
}

// sums[k] += the sum of partials[k, chunk] over all chunks, a warp per column.
//
//   chunks     as of denseBackward
//   sums       [width], added to
extern "C" __global__ void __launch_bounds__(kMostThreads)
    columnSumsFinish(int chunks, int width, const float* partials, float* sums) {
  const int lane = static_cast<int>(threadIdx.x) % kWarp;
  for (Index column = threadNumber() / kWarp; column < width; column += threadCount() / kWarp) {
    double sum = 0.0;
    for (int chunk = lane; chunk < chunks; chunk += kWarp) {
      sum += static_cast<double>(partials[column * chunks + chunk]);
    }
    sum = warpSum(sum);
    if (lane == 0) {
      sums[column] = static_cast<float>(static_cast<double>(sums[column]) + sum);
    }
  }
}

}  // namespace carousel
