// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel Random
// Numbers: As Easy as 1, 2, 3" (SC 2011), keyed and counted as io.carousel.random.Philox says.
#ifndef CAROUSEL_PHILOX_CUH
#define CAROUSEL_PHILOX_CUH

#include "common.cuh"

namespace carousel {

// One stream of numbers: what of key and counter does not depend on the element.
struct PhiloxStream {
  unsigned key0;
  unsigned key1;
  unsigned step;
  unsigned stream;
  unsigned stepHigh;
};

static inline __device__ PhiloxStream philoxStream(long long seed, int purpose, int layer,
                                                   long long step) {
  const unsigned long long key = static_cast<unsigned long long>(seed);
  const unsigned long long run = static_cast<unsigned long long>(step);
  return {static_cast<unsigned>(key), static_cast<unsigned>(key >> 32), static_cast<unsigned>(run),
          static_cast<unsigned>(purpose) << 24 | static_cast<unsigned>(layer),
          static_cast<unsigned>(run >> 32) << 16};
}

struct PhiloxBlock {
  unsigned words[4];
};

// The 32 random bits of the elements 4 number to 4 number + 3.
static inline __device__ PhiloxBlock philoxBlock(const PhiloxStream& from,
                                                 unsigned long long number) {
  unsigned c0 = static_cast<unsigned>(number);
  unsigned c1 = from.step;
  unsigned c2 = from.stream;
  unsigned c3 = from.stepHigh | (static_cast<unsigned>(number >> 32) & 0xffffu);
  unsigned k0 = from.key0;
  unsigned k1 = from.key1;
#pragma unroll
  for (int round = 0; round < 10; ++round) {
    const unsigned long long p0 = 0xd2511f53ull * c0;
    const unsigned long long p1 = 0xcd9e8d57ull * c2;
    c0 = static_cast<unsigned>(p1 >> 32) ^ c1 ^ k0;
    c1 = static_cast<unsigned>(p1);
    c2 = static_cast<unsigned>(p0 >> 32) ^ c3 ^ k1;
    c3 = static_cast<unsigned>(p0);
    k0 += 0x9e3779b9u;
    k1 += 0xbb67ae85u;
  }
  return {{c0, c1, c2, c3}};
}

// A number in [0, 1) with 24 random bits.
static inline __device__ float uniformOf(unsigned bits) {
  return static_cast<float>(static_cast<int>(bits >> 8)) * (1.0f / 16777216.0f);
}

}  // namespace carousel

#endif
