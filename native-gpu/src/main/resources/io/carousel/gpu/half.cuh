// float32 to half and bfloat16 and back by their bits (IEEE 754 binary16, and the upper half of a
// float32), since the headers of CUDA's types need not be on a user's machine. Rounding is to
// nearest, ties to even; what is too large becomes infinity, NaN stays NaN, subnormals are kept.
#ifndef CAROUSEL_HALF_CUH
#define CAROUSEL_HALF_CUH

#include "common.cuh"

namespace carousel {

typedef unsigned short Bits16;

static inline __device__ Bits16 halfOf(float x) {
  const unsigned bits = __float_as_uint(x);
  const unsigned sign = bits >> 16 & 0x8000u;
  const unsigned size = bits & 0x7fffffffu;
  unsigned half;
  if (size > 0x7f800000u) {
    half = 0x7e00u;  // NaN
  } else if (size >= 0x477ff000u) {
    half = 0x7c00u;  // from 65520 on
  } else if (size >= 0x38800000u) {
    // From 2^-14 on: another exponent bias, 13 digits less; a carry out of the digits is right.
    half = (size - 0x38000000u + 0xfffu + (size >> 13 & 1u)) >> 13;
  } else {
    // Adding 0.5 leaves the digits from 2^-24 on, rounded to even, in the float's last places.
    half = __float_as_uint(__uint_as_float(size) + 0.5f) - 0x3f000000u;
  }
  return static_cast<Bits16>(sign | half);
}

static inline __device__ float floatOfHalf(Bits16 half) {
  const unsigned sign = (half & 0x8000u) << 16;
  const unsigned size = half & 0x7fffu;
  unsigned bits;
  if (size >= 0x7c00u) {
    bits = 0x7f800000u | (size & 0x3ffu) << 13;  // infinity or NaN
  } else if (size >= 0x400u) {
    bits = (size << 13) + 0x38000000u;
  } else {
    bits = __float_as_uint(static_cast<float>(size) * (1.0f / 16777216.0f));
  }
  return __uint_as_float(sign | bits);
}

static inline __device__ Bits16 bfloat16Of(float x) {
  const unsigned bits = __float_as_uint(x);
  if ((bits & 0x7fffffffu) > 0x7f800000u) {
    return static_cast<Bits16>(bits >> 16 | 0x40u);  // NaN, also where its digits are cut off
  }
  return static_cast<Bits16>((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);
}

static inline __device__ float floatOfBfloat16(Bits16 bits) {
  return __uint_as_float(static_cast<unsigned>(bits) << 16);
}

static inline __device__ Bits16 narrowed(int type, float x) {
  switch (type) {
    case kHalf:
      return halfOf(x);
    case kBfloat16:
      return bfloat16Of(x);
    default:
      return 0x7fffu;  // NaN in both
  }
}

static inline __device__ float widened(int type, Bits16 x) {
  switch (type) {
    case kHalf:
      return floatOfHalf(x);
    case kBfloat16:
      return floatOfBfloat16(x);
    default:
      return unknownCode();
  }
}

}  // namespace carousel

#endif
