// exp, tanh, sigmoid and softplus without branches and calls, so that the compiler vectorizes the
// loops that use them. NaN stays NaN. The errors are measured in test_functions.cc.
#ifndef CAROUSEL_VECTOR_MATH_H
#define CAROUSEL_VECTOR_MATH_H

#include <cstring>

#include "isa.h"

namespace carousel::CAROUSEL_ISA {

static inline uint32_t bitsOf(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline float floatOf(uint32_t bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

// The smaller and the greater; NaN in x stays, which is why limit comes second.
static inline float atMost(float x, float limit) { return x > limit ? limit : x; }
static inline float atLeast(float x, float limit) { return x < limit ? limit : x; }

static inline float magnitude(float x) { return floatOf(bitsOf(x) & 0x7fffffffu); }

// 2^k for k = -126 to 127. Unsigned, for what comes out of NaN may be any number.
static inline float powerOfTwo(int32_t k) {
  return floatOf((static_cast<uint32_t>(k) + 127u) << 23);
}

// x = k log 2 + r with a whole k and |r| <= log(2) / 2; e^r = 1 + excess.
struct Reduced {
  int32_t k;
  float excess;
};

// For x = -104 to 89. k is read from the low bits of x / log 2 + 1.5 * 2^23, where a float has no
// digits behind the point; log 2 is in two parts, of which k times the first is exact.
static inline Reduced reduce(float x) {
  const float round = 12582912.0f;
  const float shifted = x * 1.44269504f + round;
  const float k = shifted - round;
  const float r = (x - k * 0.693359375f) - k * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  return {static_cast<int32_t>(bitsOf(shifted) - bitsOf(round)), p * (r * r) + r};
}

// 2^k is two factors: k reaches 128 before the result overflows, and -149 before it is 0.
static inline float expOf(float x) {
  const Reduced e = reduce(atLeast(atMost(x, 89.0f), -104.0f));
  const int32_t half = e.k >> 1;
  return (1.0f + e.excess) * powerOfTwo(half) * powerOfTwo(e.k - half);
}

// e^-x needs no second factor here: from k = 128 on 2^k is infinity and the result 0, where it
// should be 4e-39; and what is left of e^-87 beside 1 is nothing.
static inline float sigmoidOf(float x) {
  const Reduced e = reduce(atLeast(atMost(-x, 89.0f), -87.0f));
  return 1.0f / (1.0f + (1.0f + e.excess) * powerOfTwo(e.k));
}

// tanh |x| = u / (u + 2) with u = e^(2 |x|) - 1 = 2^k excess + (2^k - 1): no digits are lost near
// 0. From |x| = 10 on the quotient is 1.
static inline float tanhOf(float x) {
  const Reduced e = reduce(atMost(2.0f * magnitude(x), 20.0f));
  const float scale = powerOfTwo(e.k);
  const float u = scale * e.excess + (scale - 1.0f);
  return floatOf(bitsOf(u / (u + 2.0f)) | (bitsOf(x) & 0x80000000u));
}

// log(1 + e) for e = 0 to 1: log of the rounded sum s, halved above sqrt(2), and a correction for
// what rounding took. log(1 + f) by a polynomial.
static inline float logOnePlus(float e) {
  const float s = 1.0f + e;
  const float lost = (e - (s - 1.0f)) / s;
  const bool halve = s > 1.41421356f;
  const float f = (halve ? 0.5f * s : s) - 1.0f;
  float p = 7.0376836292e-2f;
  p = p * f - 1.1514610310e-1f;
  p = p * f + 1.1676998740e-1f;
  p = p * f - 1.2420140846e-1f;
  p = p * f + 1.4249322787e-1f;
  p = p * f - 1.6668057665e-1f;
  p = p * f + 2.0000714765e-1f;
  p = p * f - 2.4999993993e-1f;
  p = p * f + 3.3333331174e-1f;
  const float square = f * f;
  const float log = (p * f * square - 0.5f * square) + f;
  return (halve ? log + 0.693147181f : log) + lost;
}

// log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which does not overflow.
static inline float softplusOf(float x) {
  return atLeast(x, 0.0f) + logOnePlus(expOf(-magnitude(x)));
}

}  // namespace carousel::CAROUSEL_ISA

#endif
