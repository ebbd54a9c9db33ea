// Gradient sums into new weights, by the formulas of io.carousel.optim.UpdateRule. The launches of
// an update, in order:
//
//   updateSquares(links = 0), updateBegin      the norm; whether to update, and by which numbers
//   updateSquares(links = i), updateClip(i)    for each clip by norm that is link i > 0 of the
//   chain updateApply                                everything else, one pass over all blocks
//
// What updateBegin decides stands in an UpdateState, so that the launches after it need nobody to
// look at it.
#include "common.cuh"

namespace carousel {

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

enum { kMaxTransforms = 16 };
enum Optimizer { kSgd = 0, kMomentum = 1, kRmsProp = 2, kAdam = 3, kAdamW = 4 };
enum Transform { kClipByGlobalNorm = 0, kClipByValue = 1, kDecayWeights = 2 };

// What the launches after updateBegin do.
enum Action { kNothing = 0, kApply = 1, kDrop = 2 };

// Dynamic loss scaling (Micikevicius et al., "Mixed Precision Training", 2018): where gradients
// overflow the sums are dropped and the scale is halved; after many updates in a row without that
// it is doubled. The host writes the first scale.
constexpr double kGoodUpdatesToGrow = 2000.0;
constexpr double kLeastScale = 1.0 / 65536.0;
// Half's smallest number is 2^-24: with this scale gradients from 2^-48 on are seen.
constexpr double kMostScale = 16777216.0;

// A transform with its number, or with the factor that a clip by norm has come to.
struct Link {
  int kind;
  float number;
};

// Numbers of an update as float32, differences taken in double: 1 - beta2 is small.
struct UpdateState {
  int action;
  int optimizer;
  int transforms;
  float scale;  // of the gradient sums, to make them the mean gradient
  float rate;
  float beta1;
  float rest1;
  float beta2;
  float rest2;
  float epsilon;
  float kept;
  float rootCorrection;
  Link links[kMaxTransforms];
};

// Memory that hosts reserve for an UpdateState.
constexpr int kUpdateStateBytes = 256;
static_assert(sizeof(UpdateState) <= kUpdateStateBytes, "an UpdateState must fit its room");

// The mean gradient of an element after the first links of the chain.
static inline __device__ float transformed(const UpdateState& state, int links, float sum,
                                           float weight) {
  float g = sum * state.scale;
  for (int i = 0; i < links; ++i) {
    const Link link = state.links[i];
    if (link.kind == kClipByGlobalNorm) {
      g *= link.number;
    } else if (link.kind == kClipByValue) {
      g = fminf(fmaxf(g, -link.number), link.number);
    } else if (link.kind == kDecayWeights) {
      g += link.number * weight;
    } else {
      g = unknownCode();
    }
  }
  return g;
}

// Adds up the squares of the gradient.
//
//   count      the number of weights
//   links      0: of the gradient sums as they are; i > 0: of the mean gradient after i links
//   state      not read where links is 0
//   partials   scratch, written: 1 double per block, for updateBegin or updateClip
extern "C" __global__ void __launch_bounds__(kMostThreads)
    updateSquares(long long count, const float* weights, const float* gradients, int links,
                  const UpdateState* state, double* partials) {
  double sum = 0.0;
  if (links == 0) {
    for (Index i = threadNumber(); i < count; i += threadCount()) {
      const double g = static_cast<double>(gradients[i]);
      sum += g * g;
    }
  } else if (state->action == kApply) {
    for (Index i = threadNumber(); i < count; i += threadCount()) {
      const double g = static_cast<double>(transformed(*state, links, gradients[i], weights[i]));
      sum += g * g;
    }
  }
  sum = blockSum(sum);
  if (threadIdx.x == 0) {
    partials[blockIdx.x] = sum;
  }
}

// The factor of a clip by norm.
static inline __device__ float clipFactor(double norm, double maximum) {
  return norm > maximum ? static_cast<float>(maximum / norm) : 1.0f;
}

// Whether to update. What is not finite changes nothing and blocks every later update; but
// gradients that a loss scale above kLeastScale may have made overflow are dropped, for the scale
// to be halved. A loss that is not finite is no fault of the scale, which it is summed without.
static inline __device__ int decide(double norm, long long number, double* sums, double* scaling) {
  const bool good = finite(norm);
  if (finite(sums[kLoss]) && !good && scaling != nullptr && scaling[kLossScale] > kLeastScale) {
    scaling[kLossScale] = fmax(scaling[kLossScale] / 2.0, kLeastScale);
    scaling[kGoodUpdates] = 0.0;
    scaling[kSkipped] += 1.0;
    sums[kPending] = 0.0;
    return kDrop;
  }
  sums[kGradientNorm] = norm;
  if (!good || !finite(sums[kLoss])) {
    sums[kFirstBadUpdate] = static_cast<double>(number);
    return kNothing;
  }
  if (scaling != nullptr && ++scaling[kGoodUpdates] >= kGoodUpdatesToGrow) {
    scaling[kLossScale] = fmin(scaling[kLossScale] * 2.0, kMostScale);
    scaling[kGoodUpdates] = 0.0;
  }
  sums[kPending] = 0.0;
  return kApply;
}

static inline __device__ void writeLinks(const double* rule, double norm, UpdateState* state) {
  state->transforms = static_cast<int>(rule[kTransforms]);
  for (int i = 0; i < state->transforms; ++i) {
    const int kind = static_cast<int>(rule[kFirstTransform + 2 * i]);
    const double number = rule[kFirstTransform + 2 * i + 1];
    const bool clip = kind == kClipByGlobalNorm;
    state->links[i] = {kind, clip ? clipFactor(norm, number) : static_cast<float>(number)};
  }
}

static inline __device__ void writeOptimizer(const double* rule, const RunNumbers& numbers,
                                             UpdateState* state) {
  const int kind = static_cast<int>(rule[kOptimizer]);
  const bool adam = kind == kAdam || kind == kAdamW;
  const double t = static_cast<double>(numbers.update) + 1.0;
  const double correction1 = adam ? 1.0 - pow(rule[kBeta1], t) : 1.0;
  const double correction2 = adam ? 1.0 - pow(rule[kBeta2], t) : 1.0;
  const double kept = kind == kAdamW ? 1.0 - numbers.learningRate * rule[kWeightDecay] : 1.0;
  state->optimizer = kind;
  state->rate = static_cast<float>(numbers.learningRate / correction1);
  state->beta1 = static_cast<float>(rule[kBeta1]);
  state->rest1 = static_cast<float>(1.0 - rule[kBeta1]);
  state->beta2 = static_cast<float>(rule[kBeta2]);
  state->rest2 = static_cast<float>(1.0 - rule[kBeta2]);
  state->epsilon = static_cast<float>(rule[kEpsilon]);
  state->kept = static_cast<float>(kept);
  state->rootCorrection = static_cast<float>(1.0 / sqrt(correction2));
}

// Decides from the norm of the gradient sums whether to update, and prepares the numbers for it.
// Does nothing where nothing is pending or an update has failed. One block.
//
//   blocks     the number of blocks of updateSquares
//   rule       RuleLayout
//   numbers    learning rate and number of the update, from 0
//   sums       SumsLayout: pending becomes 0, gradientNorm or firstBadUpdate are written
//   scaling    ScalingLayout, or null where gradients were not scaled
//   state      written, kUpdateStateBytes
extern "C" __global__ void __launch_bounds__(kMostThreads)
    updateBegin(int blocks, const double* partials, const double* rule, const RunNumbers* numbers,
                double* sums, double* scaling, UpdateState* state) {
  const double squares = blockSumOf(blocks, 1, partials);
  if (threadIdx.x != 0) {
    return;
  }
  state->action = kNothing;
  if (sums[kPending] == 0.0 || sums[kFirstBadUpdate] >= 0.0) {
    return;
  }
  const double divisor = sums[kPending] * (scaling == nullptr ? 1.0 : scaling[kLossScale]);
  const double norm = sqrt(squares) / divisor;
  state->scale = static_cast<float>(1.0 / divisor);
  writeLinks(rule, norm, state);
  writeOptimizer(rule, *numbers, state);
  state->action = decide(norm, numbers->update, sums, scaling);
}

// Turns a clip by norm that is not the first link into a factor. One block.
//
//   blocks     the number of blocks of updateSquares, which ran with links = link
//   link       the clip's number in the chain, from 1
extern "C" __global__ void __launch_bounds__(kMostThreads)
    updateClip(int blocks, const double* partials, const double* rule, int link,
               UpdateState* state) {
  const double squares = blockSumOf(blocks, 1, partials);
  if (threadIdx.x == 0) {
    state->links[link].number = clipFactor(sqrt(squares), rule[kFirstTransform + 2 * link + 1]);
  }
}

// Weights and the optimizer's moments; null where it has none.
struct Weights {
  float* weights;
  float* first;
  float* second;
};

// Gives element i its new weight and moments from its gradient.
static inline __device__ void optimize(const UpdateState& with, const Weights& to, Index i,
                                       float g) {
  const float w = to.weights[i];
  switch (with.optimizer) {
    case kSgd:
      to.weights[i] = w - with.rate * g;
      break;
    case kMomentum: {
      const float m = with.beta1 * to.first[i] + g;
      to.first[i] = m;
      to.weights[i] = w - with.rate * m;
      break;
    }
    case kRmsProp: {
      const float m = with.beta1 * to.first[i] + with.rest1 * g * g;
      to.first[i] = m;
      to.weights[i] = w - with.rate * g / (sqrtf(m) + with.epsilon);
      break;
    }
    case kAdam:
    case kAdamW: {
      const float m = with.beta1 * to.first[i] + with.rest1 * g;
      const float v = with.beta2 * to.second[i] + with.rest2 * g * g;
      to.first[i] = m;
      to.second[i] = v;
      const float step = with.rate * m / (sqrtf(v) * with.rootCorrection + with.epsilon);
      to.weights[i] = with.kept * w - step;
      break;
    }
    default:
      to.weights[i] = unknownCode();
  }
}

// Does what updateBegin has decided: updates, or only zeroes the gradient sums, or nothing.
//
//   count      the number of weights
//   first, second   the optimizer's moments; null where it has none
extern "C" __global__ void __launch_bounds__(kMostThreads)
    updateApply(long long count, float* weights, float* gradients, float* first, float* second,
                const UpdateState* __restrict__ state) {
  const int action = state->action;
  if (action == kNothing) {
    return;
  }
  const Weights to = {weights, first, second};
  for (Index i = threadNumber(); i < count; i += threadCount()) {
    if (action == kApply) {
      const float g = transformed(*state, state->transforms, gradients[i], weights[i]);
      optimize(*state, to, i, g);
    }
    gradients[i] = 0.0f;
  }
}

}  // namespace carousel
