// Gradient sums into new weights, by the formulas of io.carousel.optim.UpdateRule. One pass over
// the gradients for their norm, one over everything else; a clip by norm that is not first in the
// chain takes a pass of its own.
#include <cfloat>
#include <cmath>

#include "parallel.h"
#include "vector_math.h"

namespace carousel::CAROUSEL_ISA {
namespace {

// The most blocks whose sums are kept apart; they lie on the stack.
constexpr Index kBlocks = 1024;

// Gradients that go through the chain at a time; they stay in the first cache.
constexpr Index kBatch = 1024;

// A transform with its number, or with the factor that a clip by norm has come to.
struct Link {
  Transform kind;
  float number;
};

// The gradient after the first links of the chain, computed where it is needed.
struct Chain {
  const float* gradients;
  const float* weights;
  float scale;
  int count;
  Link links[kMaxTransforms];
};

// 0 instead of what is below the smallest normal number. A moment that nothing feeds would shrink
// to such numbers and stay there, and they are slow by a factor of 100 on some processors.
inline float flushed(float x) { return magnitude(x) < FLT_MIN ? 0.0f : x; }

void scale(float factor, Index count, float* g) {
  CAROUSEL_SIMD
  for (Index i = 0; i < count; ++i) {
    g[i] *= factor;
  }
}

void clip(float maximum, Index count, float* g) {
  CAROUSEL_SIMD
  for (Index i = 0; i < count; ++i) {
    g[i] = atMost(atLeast(g[i], -maximum), maximum);
  }
}

void addWeights(float factor, Index count, const float* weights, float* g) {
  CAROUSEL_SIMD
  for (Index i = 0; i < count; ++i) {
    g[i] += factor * weights[i];
  }
}

void transform(const Link& link, Index count, const float* weights, float* g) {
  switch (link.kind) {
    case kClipByGlobalNorm:
      return scale(link.number, count, g);
    case kClipByValue:
      return clip(link.number, count, g);
    case kDecayWeights:
      return addWeights(link.number, count, weights, g);
  }
}

// g = the mean gradient from `first` on, through the chain.
void load(const Chain& chain, Index first, Index count, float* g) {
  const float* from = chain.gradients + first;
  const float scale = chain.scale;
  CAROUSEL_SIMD
  for (Index i = 0; i < count; ++i) {
    g[i] = from[i] * scale;
  }
  for (int link = 0; link < chain.count; ++link) {
    transform(chain.links[link], count, chain.weights + first, g);
  }
}

double sumOfSquares(Index count, const float* g) {
  double sum = 0.0;
#pragma omp simd reduction(+ : sum)
  for (Index i = 0; i < count; ++i) {
    const double x = static_cast<double>(g[i]);
    sum += x * x;
  }
  return sum;
}

// squares(from, to) added up over fixed blocks, in order.
template <class Squares>
double norm(Index count, const Squares& squares) {
  double sums[kBlocks];
  const Index size = ceilDiv(most(8192, ceilDiv(count, kBlocks)), kBatch) * kBatch;
  const Index blocks = ceilDiv(count, size);
  parallelBlocks(blocks, 0.3 * static_cast<double>(count),
                 [&](Index b) { sums[b] = squares(b * size, least(count, (b + 1) * size)); });
  double total = 0.0;
  for (Index b = 0; b < blocks; ++b) {
    total += sums[b];
  }
  return std::sqrt(total);
}

// Of the sums, not of the means: exact division comes last.
double gradientNorm(Index count, const float* gradients) {
  return norm(count,
              [=](Index from, Index to) { return sumOfSquares(to - from, gradients + from); });
}

double transformedNorm(Index count, const Chain& chain) {
  return norm(count, [&](Index from, Index to) {
    float g[kBatch];
    double sum = 0.0;
    for (Index first = from; first < to; first += kBatch) {
      const Index batch = least(kBatch, to - first);
      load(chain, first, batch, g);
      sum += sumOfSquares(batch, g);
    }
    return sum;
  });
}

// Appends the rule's transforms; a clip by norm needs the norm of what the links before it make.
void addLinks(Index count, const double* rule, double firstNorm, Chain& chain) {
  const int links = static_cast<int>(rule[kTransforms]);
  for (int i = 0; i < links; ++i) {
    const Transform kind = static_cast<Transform>(static_cast<int>(rule[kFirstTransform + 2 * i]));
    const double number = rule[kFirstTransform + 2 * i + 1];
    double factor = number;
    if (kind == kClipByGlobalNorm) {
      const double length = i == 0 ? firstNorm : transformedNorm(count, chain);
      factor = length > number ? number / length : 1.0;
    }
    chain.links[i] = {kind, static_cast<float>(factor)};
    chain.count = i + 1;
  }
}

// Numbers of an optimizer as float32, differences taken in double: 1 - beta2 is small.
struct Optimize {
  Optimizer kind;
  float rate;
  float beta1;
  float rest1;
  float beta2;
  float rest2;
  float epsilon;
  float kept;
  float rootCorrection;
};

Optimize optimizeOf(const double* rule, double rate, int64_t number) {
  const Optimizer kind = static_cast<Optimizer>(static_cast<int>(rule[kOptimizer]));
  const bool adam = kind == kAdam || kind == kAdamW;
  const double t = static_cast<double>(number) + 1.0;
  const double correction1 = adam ? 1.0 - std::pow(rule[kBeta1], t) : 1.0;
  const double correction2 = adam ? 1.0 - std::pow(rule[kBeta2], t) : 1.0;
  const double kept = kind == kAdamW ? 1.0 - rate * rule[kWeightDecay] : 1.0;
  return {kind,
          static_cast<float>(rate / correction1),
          static_cast<float>(rule[kBeta1]),
          static_cast<float>(1.0 - rule[kBeta1]),
          static_cast<float>(rule[kBeta2]),
          static_cast<float>(1.0 - rule[kBeta2]),
          static_cast<float>(rule[kEpsilon]),
          static_cast<float>(kept),
          static_cast<float>(1.0 / std::sqrt(correction2))};
}

void sgd(const Optimize& o, Index count, const float* g, float* w) {
  const float rate = o.rate;
  CAROUSEL_SIMD
  for (Index i = 0; i < count; ++i) {
    w[i] -= rate * g[i];
  }
}

void momentum(const Optimize& o, Index count, const float* g, float* w, float* m) {
  const float rate = o.rate;
  const float beta = o.beta1;
  CAROUSEL_SIMD
  for (Index i = 0; i < count; ++i) {
    m[i] = flushed(beta * m[i] + g[i]);
    w[i] -= rate * m[i];
  }
}

void rmsProp(const Optimize& o, Index count, const float* g, float* w, float* m) {
  const Optimize with = o;
  CAROUSEL_SIMD
  for (Index i = 0; i < count; ++i) {
    m[i] = flushed(with.beta1 * m[i] + with.rest1 * g[i] * g[i]);
    w[i] -= with.rate * g[i] / (__builtin_sqrtf(m[i]) + with.epsilon);
  }
}

// w = kept w - (r / c1) m / (sqrt(v) / sqrt(c2) + epsilon) with the corrections c1 and c2.
void adam(const Optimize& o, Index count, const float* g, float* w, float* m, float* v) {
  const Optimize with = o;
  CAROUSEL_SIMD
  for (Index i = 0; i < count; ++i) {
    m[i] = flushed(with.beta1 * m[i] + with.rest1 * g[i]);
    v[i] = flushed(with.beta2 * v[i] + with.rest2 * g[i] * g[i]);
    w[i] = with.kept * w[i] -
           with.rate * m[i] / (__builtin_sqrtf(v[i]) * with.rootCorrection + with.epsilon);
  }
}

void optimize(const Optimize& o, Index count, const float* g, float* w, float* m, float* v) {
  switch (o.kind) {
    case kSgd:
      return sgd(o, count, g, w);
    case kMomentum:
      return momentum(o, count, g, w, m);
    case kRmsProp:
      return rmsProp(o, count, g, w, m);
    case kAdam:
    case kAdamW:
      return adam(o, count, g, w, m, v);
  }
}

// first + offset, or null where there is nothing.
float* at(float* first, Index offset) { return first == nullptr ? nullptr : first + offset; }

void applyAll(Index count, const Chain& chain, const Optimize& o, float* weights, float* gradients,
              float* first, float* second) {
  parallelBlocks(ceilDiv(count, 8 * kBatch), 1.0 * static_cast<double>(count), [&](Index b) {
    float g[kBatch];
    const Index end = least(count, (b + 1) * 8 * kBatch);
    for (Index i = b * 8 * kBatch; i < end; i += kBatch) {
      const Index batch = least(kBatch, end - i);
      load(chain, i, batch, g);
      optimize(o, batch, g, weights + i, at(first, i), at(second, i));
      std::memset(gradients + i, 0, static_cast<size_t>(batch) * sizeof(float));
    }
  });
}

// Whether a number is one of the codes 0 to count - 1.
bool isCode(double number, int count) {
  return number >= 0.0 && number < count && number == static_cast<int>(number);
}

bool known(const double* rule) {
  if (!isCode(rule[kOptimizer], kOptimizers) || !isCode(rule[kTransforms], kMaxTransforms + 1)) {
    return false;
  }
  for (int i = 0; i < static_cast<int>(rule[kTransforms]); ++i) {
    if (!isCode(rule[kFirstTransform + 2 * i], kTransformKinds)) {
      return false;
    }
  }
  return true;
}

}  // namespace

int update(int64_t count, float* weights, float* gradients, float* first, float* second,
           const double* rule, double learningRate, int64_t number, double* sums) {
  if (!known(rule)) {
    return kUnknownRule;
  }
  if (sums[kPending] == 0.0 || sums[kFirstBadUpdate] >= 0.0) {
    return kUnchanged;
  }
  const double length = gradientNorm(count, gradients) / sums[kPending];
  sums[kGradientNorm] = length;
  if (!std::isfinite(length) || !std::isfinite(sums[kLoss])) {
    sums[kFirstBadUpdate] = static_cast<double>(number);
    return kNotFinite;
  }
  Chain chain = {gradients, weights, static_cast<float>(1.0 / sums[kPending]), 0, {}};
  addLinks(count, rule, length, chain);
  applyAll(count, chain, optimizeOf(rule, learningRate, number), weights, gradients, first, second);
  sums[kPending] = 0.0;
  return kUpdated;
}

}  // namespace carousel::CAROUSEL_ISA
