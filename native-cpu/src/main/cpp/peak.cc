// Multiply-adds and nothing else, in registers: how fast the machine can be.
#include "parallel.h"

namespace carousel::CAROUSEL_ISA {
namespace {

#if defined(__AVX512F__)
constexpr Index kBytes = 64;
#elif defined(__AVX__)
constexpr Index kBytes = 32;
#else
constexpr Index kBytes = 16;
#endif

typedef float Vector __attribute__((vector_size(kBytes)));

constexpr Index kLanes = kBytes / static_cast<Index>(sizeof(float));

// Vectors that do not wait for each other. Two units of four cycles need eight; with the factor and
// the summand they must fit into 16 registers.
constexpr Index kChains = 12;

Vector all(float number) { return Vector{} + number; }

float sumOf(const Vector* vectors) {
  float sum = 0.0f;
  for (Index c = 0; c < kChains; ++c) {
    for (Index lane = 0; lane < kLanes; ++lane) {
      sum += vectors[c][lane];
    }
  }
  return sum;
}

// The vectors differ at first, or a compiler could take them for one.
float work(Index rounds, float factor, float summand) {
  const Vector a = all(factor);
  const Vector b = all(summand);
  Vector v[kChains];
  for (Index c = 0; c < kChains; ++c) {
    v[c] = all(3.0f + static_cast<float>(2 * c + 1 - kChains));
  }
  for (Index round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
    for (Index c = 0; c < kChains; ++c) {
      v[c] = v[c] * a + b;
    }
  }
  return sumOf(v);
}

}  // namespace

int64_t multiplyAdd(int64_t rounds, int parts, float factor, float summand, float* sums) {
  parallelBlocks(parts, 1e9, [=](Index part) { sums[part] = work(rounds, factor, summand); });
  return 2 * rounds * parts * kChains * kLanes;
}

}  // namespace carousel::CAROUSEL_ISA
