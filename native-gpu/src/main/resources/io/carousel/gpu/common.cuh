// What all kernels share: the blocks of numbers they count in, how rows are shared out to threads,
// and sums whose order never changes.
//
// NVRTC compiles these files at run time, so no header of the standard library or of CUDA is used.
// Plan buffers are float32 or int32, time-major [T, N, C] and padded: row n of step t is row
// t * N + n, and a sequence of length l has the steps 0 to l - 1. What holds one row per sequence,
// [N, C], is the same with T = 1. A null `lengths` says that every row counts.
//
// All arguments of a launch are fixed when a plan is made, so that launches can be captured in a
// graph: what changes from step to step is read from device memory. Unless a kernel says otherwise,
// any grid works, and any block of a multiple of 32 threads up to kMostThreads. No kernel adds
// floats by atomics: the same grid gives the same bits.
#ifndef CAROUSEL_COMMON_CUH
#define CAROUSEL_COMMON_CUH

namespace carousel {

typedef long long Index;

constexpr unsigned kAllLanes = 0xffffffffu;
constexpr int kWarp = 32;

// The most threads of a block, where a kernel says nothing else; 256 is a good number.
constexpr int kMostThreads = 512;

// The numbers of a run as io.carousel.spi.Staging.Scalars, 32 bytes of the plan's input.
struct RunNumbers {
  double learningRate;
  long long update;
  long long run;
  long long seed;
};

// The block that loss and update kernels count in: five doubles, as io.carousel.spi.Sums.
enum SumsLayout {
  kLoss = 0,            // the sum of losses since the last reset
  kCount = 1,           // the number of positions since the last reset
  kPending = 2,         // the number of positions whose gradients wait for an update
  kGradientNorm = 3,    // |g / pending| of the last update, before clipping
  kFirstBadUpdate = 4,  // the first update that was not finite, or -1; blocks every later one
  kSumsSize = 5
};

// The block that holds the loss scale of half-precision training, as io.carousel.spi.LossScale.
enum ScalingLayout {
  kLossScale = 0,    // what gradients are multiplied by until the update; a power of two
  kGoodUpdates = 1,  // finite updates since the scale last changed
  kSkipped = 2,      // updates skipped since training began
  kScalingSize = 3
};

// A number for codes that no kernel knows: NaN, which cannot pass for a result. The host's switches
// make no such codes; this is for classes and kernels that do not belong together.
static inline __device__ float unknownCode() { return __uint_as_float(0x7fc00000u); }

enum Activation { kNone = 0, kRelu = 1, kTanh = 2, kSigmoid = 3 };

// Numbers that lie behind each other in memory, as io.carousel.bindings.cuda.CudaType.
enum NumberType { kFloat = 0, kHalf = 1, kBfloat16 = 2 };

// This thread's number in the grid, and how many threads that has.
static inline __device__ Index threadNumber() {
  return static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x;
}
static inline __device__ Index threadCount() { return static_cast<Index>(gridDim.x) * blockDim.x; }

// Whether a row of [T, N, C] lies within its sequence.
static inline __device__ bool counts(unsigned row, int sequences, const int* lengths) {
  const unsigned n = static_cast<unsigned>(sequences);
  return lengths == nullptr || static_cast<int>(row / n) < lengths[row % n];
}

// NaN and infinity are not.
static inline __device__ bool finite(double x) { return fabs(x) <= 1.7976931348623157e308; }

static inline __device__ float sigmoidOf(float x) { return 1.0f / (1.0f + expf(-x)); }

// A team is the lanes that share a row: 1, 2, 4, 8, 16 or 32 neighbours in a warp, as many as the
// row has elements. So narrow rows keep all lanes at work and wide ones are read side by side.
struct Team {
  int size;
  int lane;      // this thread's number in its team
  Index number;  // this team's number in the grid
  Index teams;   // how many teams the grid has
};

static inline __device__ Team teamFor(int width) {
  int shift = 0;
  while (shift < 5 && 1 << shift < width) {
    ++shift;
  }
  const int size = 1 << shift;
  return {size, static_cast<int>(threadIdx.x) & (size - 1), threadNumber() >> shift,
          threadCount() >> shift};
}

// A part of a row: the columns first, first + step, ... below end are this lane's.
struct Piece {
  unsigned row;
  int first;
  int end;
  int step;

  // The place of a column in the tensor.
  __device__ Index at(int width, int column) const {
    return static_cast<Index>(row) * width + column;
  }
};

// Columns of a piece: at most four per lane, few enough to share out one long row.
constexpr int kPerLane = 4;
constexpr int kPiece = kPerLane * kWarp;

// Shares rows out to teams and calls body(piece).
template <class Body>
static __device__ void forEachPiece(int rows, int width, const Body& body) {
  const Team team = teamFor(width);
  const unsigned perRow = static_cast<unsigned>((width + kPiece - 1) / kPiece);
  const Index pieces = static_cast<Index>(rows) * perRow;
  for (Index i = team.number; i < pieces; i += team.teams) {
    const unsigned row = static_cast<unsigned>(i) / perRow;
    const int begin = static_cast<int>(static_cast<unsigned>(i) % perRow) * kPiece;
    const int end = begin + kPiece < width ? begin + kPiece : width;
    body(Piece{row, begin + team.lane, end, team.size});
  }
}

// to = function(column, from) over a piece; to may be from. All loads come before the first store,
// which the compiler could not know to be right: so a lane waits for them once.
template <class From, class To, class Function>
static __device__ void mapPiece(const Piece& piece, int width, const From* from, To* to,
                                const Function& function) {
  From loaded[kPerLane];
#pragma unroll
  for (int i = 0; i < kPerLane; ++i) {
    const int k = piece.first + i * piece.step;
    loaded[i] = k < piece.end ? from[piece.at(width, k)] : From();
  }
#pragma unroll
  for (int i = 0; i < kPerLane; ++i) {
    const int k = piece.first + i * piece.step;
    if (k < piece.end) {
      to[piece.at(width, k)] = function(k, loaded[i]);
    }
  }
}

// The sum over a warp, in every lane.
static inline __device__ double warpSum(double x) {
  for (int distance = kWarp / 2; distance > 0; distance /= 2) {
    x += __shfl_xor_sync(kAllLanes, x, distance);
  }
  return x;
}

// The sum over a block, in thread 0 only. All threads call it.
static inline __device__ double blockSum(double x) {
  __shared__ double sums[kWarp];
  const int warps = static_cast<int>(blockDim.x) / kWarp;
  const int thread = static_cast<int>(threadIdx.x);
  x = warpSum(x);
  __syncthreads();  // the last call's sums have been read
  if (thread % kWarp == 0) {
    sums[thread / kWarp] = x;
  }
  __syncthreads();
  if (thread < kWarp) {
    x = warpSum(thread < warps ? sums[thread] : 0.0);
  }
  return x;
}

// The sum of every stride-th of numbers, by one block, in thread 0 only.
static inline __device__ double blockSumOf(int count, int stride, const double* numbers) {
  double sum = 0.0;
  for (int i = static_cast<int>(threadIdx.x); i < count; i += static_cast<int>(blockDim.x)) {
    sum += numbers[static_cast<Index>(i) * stride];
  }
  return blockSum(sum);
}

}  // namespace carousel

#endif
