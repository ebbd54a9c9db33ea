// Rows of a weight matrix by token, and their gradient.
//
// A token may occur often, and a sum must not depend on which thread comes first. So backward sorts
// the positions by token, keeping their order among equal tokens (a radix sort, 8 bits a pass), and
// adds neighbours up. The launches, in order:
//
//   embeddingKeys                                  keys and positions, unsorted
//   embeddingCount, embeddingScan, embeddingPlace  for shift = 0, 8, .. while vocabulary >> shift >
//   0 embeddingReduce, embeddingCombine              the gradient
//
// embeddingPlace writes to a second pair of arrays, so the passes go to and fro between the two.
#include "common.cuh"

namespace carousel {

constexpr int kDigits = 256;

// The most threads of a block of the sort: larger blocks make fewer counts.
constexpr int kMostSortThreads = 1024;

// Sorted positions that a warp adds up before it leaves a sum.
constexpr int kRun = 32;

// Whether a position has a row: within its sequence, and a token of the vocabulary.
static inline __device__ bool known(int token, int vocabulary) {
  return token >= 0 && token < vocabulary;
}

// y[t, n] = weights[tokens[t, n]], 0 past lengths and for unknown tokens.
//
//   tokens     [steps, sequences]
//   lengths    [sequences] or null
//   weights    [vocabulary, width]
//   y          [steps, sequences, width], written
extern "C" __global__ void __launch_bounds__(kMostThreads)
    embeddingForward(int steps, int sequences, int width, int vocabulary,
                     const int* __restrict__ tokens, const int* __restrict__ lengths,
                     const float* __restrict__ weights, float* __restrict__ y) {
  forEachPiece(steps * sequences, width, [&](const Piece& piece) {
    const bool valid = counts(piece.row, sequences, lengths);
    const int token = valid ? tokens[piece.row] : -1;
    const float* from = weights + static_cast<Index>(known(token, vocabulary) ? token : 0) * width;
    for (int k = piece.first; k < piece.end; k += piece.step) {
      y[piece.at(width, k)] = known(token, vocabulary) ? from[k] : 0.0f;
    }
  });
}

// keys[p] = the token of position p, or `vocabulary` where it has no row; order[p] = p.
//
//   positions     steps * sequences
//   keys, order   [positions], written
extern "C" __global__ void __launch_bounds__(kMostThreads)
    embeddingKeys(int positions, int sequences, int vocabulary, const int* tokens,
                  const int* lengths, int* keys, int* order) {
  for (Index p = threadNumber(); p < positions; p += threadCount()) {
    const bool valid = counts(static_cast<unsigned>(p), sequences, lengths);
    const int token = valid ? tokens[p] : -1;
    keys[p] = known(token, vocabulary) ? token : vocabulary;
    order[p] = static_cast<int>(p);
  }
}

static inline __device__ int digitOf(int key, int shift) { return key >> shift & (kDigits - 1); }

// How often each digit occurs among a block's keys. Blocks of 256, 512 or 1024 threads, one thread
// per position: exactly positions / blockDim blocks, rounded up.
//
//   digitCounts   [256, blocks], written
extern "C" __global__ void __launch_bounds__(kMostSortThreads)
    embeddingCount(int positions, int shift, const int* keys, int* digitCounts) {
  __shared__ int found[kDigits];
  for (int d = static_cast<int>(threadIdx.x); d < kDigits; d += blockDim.x) {
    found[d] = 0;
  }
  __syncthreads();
  const Index p = threadNumber();
  if (p < positions) {
    atomicAdd(&found[digitOf(keys[p], shift)], 1);  // whole numbers: any order, one sum
  }
  __syncthreads();
  for (int d = static_cast<int>(threadIdx.x); d < kDigits; d += blockDim.x) {
    digitCounts[d * gridDim.x + blockIdx.x] = found[d];
  }
}

// The sum of x over the lanes up to this one.
static inline __device__ int warpScan(int x) {
  const int lane = static_cast<int>(threadIdx.x) % kWarp;
  for (int distance = 1; distance < kWarp; distance *= 2) {
    const int lower = __shfl_up_sync(kAllLanes, x, distance);
    x += lane >= distance ? lower : 0;
  }
  return x;
}

// The sum of x over all threads of the block before this one.
static inline __device__ int blockScan(int x) {
  __shared__ int sums[kWarp];
  const int lane = static_cast<int>(threadIdx.x) % kWarp;
  const int warp = static_cast<int>(threadIdx.x) / kWarp;
  const int upTo = warpScan(x);
  if (lane == kWarp - 1) {
    sums[warp] = upTo;
  }
  __syncthreads();
  if (warp == 0) {
    const int warps = static_cast<int>(blockDim.x) / kWarp;
    sums[lane] = warpScan(lane < warps ? sums[lane] : 0);
  }
  __syncthreads();
  return upTo - x + (warp == 0 ? 0 : sums[warp - 1]);
}

// Each number becomes the sum of those before it. One block.
//
//   count      256 * blocks of embeddingCount
extern "C" __global__ void __launch_bounds__(kMostSortThreads)
    embeddingScan(int count, int* digitCounts) {
  const int threads = static_cast<int>(blockDim.x);
  const int each = (count + threads - 1) / threads;
  const int begin = static_cast<int>(threadIdx.x) * each;
  const int end = begin + each < count ? begin + each : count;
  int sum = 0;
  for (int i = begin; i < end; ++i) {
    sum += digitCounts[i];
  }
  int before = blockScan(sum);
  for (int i = begin; i < end; ++i) {
    const int own = digitCounts[i];
    digitCounts[i] = before;
    before += own;
  }
}

// Puts keys and positions where the counts say, in their order. Grid and block as embeddingCount.
//
//   places             what embeddingScan left of digitCounts
//   keysTo, orderTo    [positions], written
extern "C" __global__ void __launch_bounds__(kMostSortThreads)
    embeddingPlace(int positions, int shift, const int* keys, const int* order, const int* places,
                   int* keysTo, int* orderTo) {
  __shared__ int found[kWarp][kDigits];  // by warp; then what the warps before it have found
  const int warps = static_cast<int>(blockDim.x) / kWarp;
  const int warp = static_cast<int>(threadIdx.x) / kWarp;
  const int lane = static_cast<int>(threadIdx.x) % kWarp;
  for (int d = lane; d < kDigits; d += kWarp) {
    found[warp][d] = 0;
  }
  __syncthreads();
  const Index p = threadNumber();
  const bool exists = p < positions;
  const int key = exists ? keys[p] : 0;
  const int digit = exists ? digitOf(key, shift) : kDigits;
  const unsigned equal = __match_any_sync(kAllLanes, digit);
  const int rank = __popc(equal & ((1u << lane) - 1u));
  if (exists && rank == 0) {
    found[warp][digit] = __popc(equal);
  }
  __syncthreads();
  for (int d = static_cast<int>(threadIdx.x); d < kDigits; d += blockDim.x) {
    int before = places[d * gridDim.x + blockIdx.x];
    for (int w = 0; w < warps; ++w) {
      const int own = found[w][d];
      found[w][d] = before;
      before += own;
    }
  }
  __syncthreads();
  if (exists) {
    const int to = found[warp][digit] + rank;
    keysTo[to] = key;
    orderTo[to] = order[p];
  }
}

// Where a run of equal keys ends, if it reaches beyond `from`: the first place with another key.
static inline __device__ int runEnd(int positions, const int* keys, int from, int key) {
  int low = from;
  int high = positions;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (keys[middle] == key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Adds up dy over kRun sorted positions, a warp per 32 columns. A token whose positions all lie in
// there gets its gradient; the sum of one that began before goes to heads, that of one that begins
// here and goes on to tails.
//
//   keys, order    [positions], sorted
//   dy             [positions, width]
//   gradient       [vocabulary, width], added to
//   heads, tails   scratch, written where needed: [positions / 32 rounded up, width] each
extern "C" __global__ void __launch_bounds__(kMostThreads)
    embeddingReduce(int positions, int width, int vocabulary, const int* __restrict__ keys,
                    const int* __restrict__ order, const float* __restrict__ dy,
                    float* __restrict__ gradient, float* __restrict__ heads,
                    float* __restrict__ tails) {
  const int lane = static_cast<int>(threadIdx.x) % kWarp;
  const int groups = (width + kWarp - 1) / kWarp;
  const Index runs = (positions + kRun - 1) / kRun;
  for (Index task = threadNumber() / kWarp; task < runs * groups; task += threadCount() / kWarp) {
    const Index run = task / groups;
    const int column = static_cast<int>(task % groups) * kWarp + lane;
    const int begin = static_cast<int>(run) * kRun;
    const int end = begin + kRun < positions ? begin + kRun : positions;
    if (column >= width) {
      continue;
    }
    bool began = begin == 0 || keys[begin - 1] != keys[begin];
    float sum = 0.0f;
    for (int i = begin; i < end; ++i) {
      const int key = keys[i];
      if (key == vocabulary) {
        break;  // sorted behind all others
      }
      sum += dy[static_cast<Index>(order[i]) * width + column];
      const bool last = i + 1 == positions || keys[i + 1] != key;
      if (!began && (last || i + 1 == end)) {
        heads[run * width + column] = sum;
      } else if (last) {
        gradient[static_cast<Index>(key) * width + column] += sum;
      } else if (i + 1 == end) {
        tails[run * width + column] = sum;
      }
      began = began || last;
      sum = last ? 0.0f : sum;
    }
  }
}

// Adds up what embeddingReduce has left of tokens whose positions reach over several runs, in
// order.
//
//   the arguments of embeddingReduce
extern "C" __global__ void __launch_bounds__(kMostThreads)
    embeddingCombine(int positions, int width, int vocabulary, const int* __restrict__ keys,
                     const float* __restrict__ heads, const float* __restrict__ tails,
                     float* __restrict__ gradient) {
  const int lane = static_cast<int>(threadIdx.x) % kWarp;
  const int groups = (width + kWarp - 1) / kWarp;
  const Index runs = (positions + kRun - 1) / kRun;
  for (Index task = threadNumber() / kWarp; task < runs * groups; task += threadCount() / kWarp) {
    const Index run = task / groups;
    const int column = static_cast<int>(task % groups) * kWarp + lane;
    const int begin = static_cast<int>(run) * kRun;
    const int end = begin + kRun;
    if (column >= width || end >= positions) {
      continue;
    }
    const int key = keys[end];
    const bool leaves = key != vocabulary && keys[end - 1] == key &&
                        (keys[begin] != key || begin == 0 || keys[begin - 1] != key);
    if (!leaves) {
      continue;
    }
    const Index lastRun = (runEnd(positions, keys, end, key) - 1) / kRun;
    float sum = tails[run * width + column];
#pragma unroll 8
    for (Index r = run + 1; r <= lastRun; ++r) {
      sum += heads[r * width + column];
    }
    gradient[static_cast<Index>(key) * width + column] += sum;
  }
}

}  // namespace carousel
