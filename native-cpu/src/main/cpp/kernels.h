// Every kernel of the library, as a table of functions: one table per instruction set.
//
// Matrices are row-major float32. "ld" is a leading dimension: how many elements lie between the
// starts of two rows. A matrix [n, k] without ld is packed, ld = k. [T, N, C] is time-major and
// padded; a sequence of length l has the steps 0 to l - 1. What holds one row per sequence, [N, C],
// is the same with T = 1: a sequence of length 0 has no row.
//
// No kernel allocates. Bits depend on the instruction set, never on the number of threads: every
// sum runs over blocks whose borders follow from the shape, and blocks are combined in order.
#ifndef CAROUSEL_KERNELS_H
#define CAROUSEL_KERNELS_H

#include <cstddef>
#include <cstdint>

#include "cpu_features.h"

namespace carousel {

// The block that loss and update kernels count in: five doubles, as io.carousel.spi.Sums.
enum SumsLayout {
  kLoss = 0,            // the sum of losses since the last reset
  kCount = 1,           // the number of positions since the last reset
  kPending = 2,         // the number of positions whose gradients wait for an update
  kGradientNorm = 3,    // |g / pending| of the last update, before clipping
  kFirstBadUpdate = 4,  // the first update that was not finite, or -1; blocks every later one
  kSumsSize = 5
};

// The block that says how to update: doubles, written once when a plan is made.
enum RuleLayout {
  kOptimizer = 0,      // an Optimizer
  kBeta1 = 1,          // momentum; decay of rmsprop; beta1
  kBeta2 = 2,          // beta2
  kEpsilon = 3,        // epsilon of rmsprop and adam
  kWeightDecay = 4,    // decay of adamw
  kTransforms = 5,     // how many transforms come first, 0 to kMaxTransforms
  kFirstTransform = 6  // pairs (a Transform, its number), in the order of the chain
};

// Codes come from Java as numbers. What runs them switches over the enum without a default, so that
// the compiler finds a case that is missing; who takes them from outside compares them with the
// counts below.
enum { kMaxTransforms = 16 };
enum Optimizer { kSgd = 0, kMomentum = 1, kRmsProp = 2, kAdam = 3, kAdamW = 4 };
enum Transform { kClipByGlobalNorm = 0, kClipByValue = 1, kDecayWeights = 2 };
enum Activation { kNone = 0, kRelu = 1, kTanh = 2, kSigmoid = 3 };
enum Pooling { kLast = 0, kMean = 1, kMax = 2 };
enum NumberLoss { kSquared = 0, kAbsolute = 1, kBinary = 2 };

// How many of each there are, from 0 on.
constexpr int kOptimizers = kAdamW + 1;
constexpr int kTransformKinds = kDecayWeights + 1;
constexpr int kActivations = kSigmoid + 1;
constexpr int kPoolings = kMax + 1;
constexpr int kNumberLosses = kBinary + 1;

// Answers of update().
enum UpdateResult { kUnknownRule = -2, kNotFinite = -1, kUnchanged = 0, kUpdated = 1 };

struct Kernels {
  // What all of this table's code may use of the processor.
  Features features;

  // --- lstm.cc: gates i, f, g, o -------------------------------------------------------------

  // gates [n, 4H]: W x + R h' without bias, becomes the activations. Writes c and h.
  void (*lstmForward)(int n, int hidden, float* gates, const float* bias, const float* cPrevious,
                      int ldcPrevious, float* c, int ldc, float* h, int ldh);
  // From dh and dc: writes dgates [n, 4H] and dcPrevious. dgates may be gates, dcPrevious may be
  // dc.
  void (*lstmBackward)(int n, int hidden, const float* gates, const float* c, int ldc,
                       const float* cPrevious, int ldcPrevious, const float* dh, int lddh,
                       const float* dc, int lddc, float* dcPrevious, int lddcPrevious,
                       float* dgates);

  // --- gru.cc: gates r, z, n, reset after the product ----------------------------------------

  // gx [n, 3H] = W x becomes r, z, n. The third part of gh [n, 3H] = R h' becomes q = gh_n + rb.
  void (*gruForward)(int n, int hidden, float* gx, float* gh, const float* bias,
                     const float* recurrentBias, const float* hPrevious, int ldhPrevious, float* h,
                     int ldh);
  // Writes dgx [n, 3H], dgh [n, 3H] and dhPrevious = dh z, to which R' dgh is still to be added.
  // dgx may be gx, dgh may be gh, dhPrevious may be dh.
  void (*gruBackward)(int n, int hidden, const float* gx, const float* gh, const float* hPrevious,
                      int ldhPrevious, const float* dh, int lddh, float* dgx, float* dgh,
                      float* dhPrevious, int lddhPrevious);

  // --- rnn.cc: activation kRelu or kTanh -----------------------------------------------------

  // h = activation(a + bias). h may be a.
  void (*rnnForward)(Activation activation, int n, int hidden, const float* a, int lda,
                     const float* bias, float* h, int ldh);
  // da = dh activation'. da may be dh.
  void (*rnnBackward)(Activation activation, int n, int hidden, const float* h, int ldh,
                      const float* dh, int lddh, float* da, int ldda);

  // --- rows.cc: a row index of -1 means: skip ------------------------------------------------

  // to[i] = from[index[i]].
  void (*gatherRows)(int n, int width, const int32_t* index, const float* from, int ldFrom,
                     float* to, int ldTo);
  // to[index[i]] = from[i]; no index occurs twice.
  void (*scatterRows)(int n, int width, const int32_t* index, const float* from, int ldFrom,
                      float* to, int ldTo);
  // to[index[i]] += from[i], i ascending; an index may occur often.
  void (*scatterAddRows)(int n, int width, const int32_t* index, const float* from, int ldFrom,
                         float* to, int ldTo);
  // to[i] += from[i].
  void (*addRows)(int n, int width, const float* from, int ldFrom, float* to, int ldTo);
  // to += from.
  void (*add)(int64_t count, const float* from, float* to);
  // to[r, c] = from[c, r]; to has rows x columns.
  void (*transpose)(int rows, int columns, const float* from, int ldFrom, float* to, int ldTo);
  // to[r, c] += from[c, r]; to has rows x columns.
  void (*transposeAdd)(int rows, int columns, const float* from, int ldFrom, float* to, int ldTo);
  // x[t, n] = 0 where t >= lengths[n].
  void (*zeroPast)(int steps, int sequences, int width, const int32_t* lengths, float* x);
  void (*zero)(int64_t bytes, void* to);
  // The ranges do not overlap.
  void (*copy)(int64_t bytes, const void* from, void* to);

  // --- columns.cc ----------------------------------------------------------------------------

  // sums[k] += the sum of a[i, k] over i.
  void (*columnSumsAdd)(int n, int width, const float* a, int lda, float* sums);

  // --- embedding.cc --------------------------------------------------------------------------

  // y[t, n] = weights[tokens[t, n]], zero past the length. Answers the first position t * N + n
  // whose token is not in 0 to vocabulary - 1 (its row is zero then), or -1.
  int64_t (*embeddingForward)(int steps, int sequences, int width, int vocabulary,
                              const int32_t* tokens, const int32_t* lengths, const float* weights,
                              float* y);
  // dWeights[token] += dy[t, n], positions ascending; touches the rows of its tokens only. Tokens
  // that are out of range are skipped: forward has told.
  void (*embeddingBackward)(int steps, int sequences, int width, int vocabulary,
                            const int32_t* tokens, const int32_t* lengths, const float* dy,
                            float* dWeights);

  // --- dense.cc ------------------------------------------------------------------------------

  // y = activation(y + bias); bias may be null.
  void (*denseForward)(Activation activation, int n, int width, const float* bias, float* y,
                       int ldy);
  // dy = dy activation', from y.
  void (*denseBackward)(Activation activation, int n, int width, const float* y, int ldy, float* dy,
                        int lddy);

  // --- pool.cc -------------------------------------------------------------------------------

  // y [N, C] from x [T, N, C]; zero where the length is 0. kLast takes the last step of the first
  // columnsAtLastStep columns and step 0 of the others. kMax writes the step it took to
  // argument [N, C], the first of equals; the others do not look at argument.
  void (*poolForward)(Pooling pooling, int steps, int sequences, int width, int columnsAtLastStep,
                      const int32_t* lengths, const float* x, float* y, int32_t* argument);
  // Writes all of dx [T, N, C].
  void (*poolBackward)(Pooling pooling, int steps, int sequences, int width, int columnsAtLastStep,
                       const int32_t* lengths, const float* dy, const int32_t* argument, float* dx);

  // --- loss.cc -------------------------------------------------------------------------------

  // y, targets and dy are [T, N, K], or [N, K] with T = 1. Adds to kLoss and kCount; with dy, which
  // may be null, adds to kPending and writes the gradient of the sum, zero past the lengths.
  void (*numberLoss)(NumberLoss loss, int steps, int sequences, int width, const int32_t* lengths,
                     const float* y, const float* targets, float* dy, double* sums);
  // Cross-entropy of softmax(y) against class numbers. Answers the first position whose class is
  // not in 0 to K - 1 (counted as if it were not there, its gradient is zero), or -1.
  int64_t (*classLoss)(int steps, int sequences, int width, const int32_t* lengths, const float* y,
                       const int32_t* classes, float* dy, double* sums);

  // --- dropout.cc ----------------------------------------------------------------------------

  // y = mask x over [T, N, C], zero past the lengths: io.carousel.random.Philox(seed, DROPOUT,
  // layer, run), element by element. Backward is the same with dy and dx. y may be x.
  void (*dropout)(int steps, int sequences, int width, const int32_t* lengths, double probability,
                  int64_t seed, int layer, int64_t run, const float* x, float* y);
  // The same for packed rows: row i has the mask of row index[i] of the padded [T * N, C].
  void (*dropoutRows)(int n, int width, const int32_t* index, double probability, int64_t seed,
                      int layer, int64_t run, const float* x, int ldx, float* y, int ldy);

  // --- update.cc -----------------------------------------------------------------------------

  // Turns gradient sums into new weights by a rule block, and zeroes them. first and second are
  // the optimizer's moments, null where it has none. number counts updates from 0. Does nothing
  // where nothing is pending or an update has failed. Answers an UpdateResult.
  int (*update)(int64_t count, float* weights, float* gradients, float* first, float* second,
                const double* rule, double learningRate, int64_t number, double* sums);

  // --- peak.cc: for benchmarks ---------------------------------------------------------------

  // Numbers in registers, 3 on average, become number * factor + summand `rounds` times, in each of
  // `parts`, which threads share; writes the sum of each part's numbers. Answers how many
  // operations these were, multiplications and additions counted apart.
  int64_t (*multiplyAdd)(int64_t rounds, int parts, float factor, float summand, float* sums);

  // --- functions.cc: what the cells compute with, for tests ----------------------------------

  void (*exp)(int64_t count, const float* x, float* y);
  void (*tanh)(int64_t count, const float* x, float* y);
  void (*sigmoid)(int64_t count, const float* x, float* y);
  // log(1 + e^x).
  void (*softplus)(int64_t count, const float* x, float* y);
};

// The kernels in the order of the struct, for what is done to each.
// clang-format off
#define CAROUSEL_KERNELS(DO) \
  DO(lstmForward) DO(lstmBackward) DO(gruForward) DO(gruBackward) DO(rnnForward) \
  DO(rnnBackward) DO(gatherRows) DO(scatterRows) DO(scatterAddRows) DO(addRows) DO(add) \
  DO(transpose) DO(transposeAdd) DO(zeroPast) DO(zero) DO(copy) DO(columnSumsAdd) \
  DO(embeddingForward) DO(embeddingBackward) DO(denseForward) DO(denseBackward) DO(poolForward) \
  DO(poolBackward) DO(numberLoss) DO(classLoss) DO(dropout) DO(dropoutRows) DO(update) \
  DO(multiplyAdd) DO(exp) DO(tanh) DO(sigmoid) DO(softplus)
// clang-format on

// None is missing: all pointers have one size, and the features take the place of one.
#define CAROUSEL_ONE(name) +1
static_assert(sizeof(Kernels) == (1 CAROUSEL_KERNELS(CAROUSEL_ONE)) * sizeof(void (*)()));
#undef CAROUSEL_ONE

// Instruction sets, each at least the one before. Other architectures than x86-64 have the first.
enum Level { kBaseline = 0, kAvx2 = 1, kAvx512 = 2 };
#if defined(__x86_64__)
constexpr int kLevels = 3;
#else
constexpr int kLevels = 1;
#endif

// The name of a level below kLevels.
const char* levelName(int level);
// Whether a machine with these features runs a level: it needs what its code is compiled for.
bool supports(int level, Features machine);
// Whether this machine does.
bool supports(int level);
// The table of a level that this machine supports.
const Kernels& kernelsOf(int level);
// The level in use: at first the highest that this machine supports.
int level();
// Uses another level from now on, in all threads; false where this machine does not support it.
bool use(int level);
// The table in use.
const Kernels& kernels();

// Work of less than this many nanoseconds, by a rough estimate, stays on the calling thread. Not
// const so that tests can send the smallest shape to many threads.
extern double parallelFrom;

// Sets the number of threads of OpenMP for kernels and oneDNN called from this thread, and forbids
// OpenMP to give fewer when the machine is busy. Answers the former setting: a number, negative
// where fewer were allowed; which, when set, allows it again.
int threads(int setting);

// Why a team may be smaller than asked for.
enum TeamBound { kNoBound = 0, kNoOpenMp = 1, kThreadLimit = 2, kActiveLevels = 3, kNested = 4 };

// What bounds the next team of this thread. Reads three numbers; starts nothing.
TeamBound teamBound();

// The most threads that team may have.
int mostThreads();

// Starts a team of this many threads and answers how many there were.
int team(int count);

// Zeroed memory of whole pages, 0 where the system has none; it goes back when it is unmapped.
int64_t mapPages(int64_t bytes);
void unmapPages(void* address, int64_t bytes);

// Gives back to the system what malloc keeps for later, where malloc knows how.
void trimHeap();

}  // namespace carousel

#endif
