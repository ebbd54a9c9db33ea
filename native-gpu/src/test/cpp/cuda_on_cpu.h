// The words of CUDA C++ that the kernels use, for a C++ compiler: threads are fibres. The compiler
// is told to read this first (-include), as nvcc has them without an include.
#ifndef CAROUSEL_CUDA_ON_CPU_H
#define CAROUSEL_CUDA_ON_CPU_H

#include <math.h>

#include <cstdint>
#include <cstring>

#include "fibres.h"

#define __global__
#define __device__
// Blocks run one after another on one thread: one static object is each block's own. It stands
// where it can be filled with NaN before each block, or where AddressSanitizer guards its ends.
#if defined(__SANITIZE_ADDRESS__)
#define __shared__ static
#else
#define __shared__ static __attribute__((section("carousel_shared")))
#endif
#define __launch_bounds__(...)

#define threadIdx (carousel::emulated::place.thread)
#define blockIdx (carousel::emulated::place.block)
#define blockDim (carousel::emulated::place.threads)
#define gridDim (carousel::emulated::place.blocks)

inline void __syncthreads() { carousel::emulated::waitForBlock(); }

namespace carousel::emulated {

template <class T>
void give(T value) {
  static_assert(sizeof(T) <= sizeof(uint64_t), "lanes exchange at most 8 bytes");
  uint64_t word = 0;
  std::memcpy(&word, &value, sizeof value);
  exchange(word);
}

template <class T>
T taken(unsigned lane) {
  const uint64_t word = laneWord(lane);
  T value;
  std::memcpy(&value, &word, sizeof value);
  return value;
}

}  // namespace carousel::emulated

// The mask must name all lanes.
template <class T>
T __shfl_xor_sync(unsigned, T value, int mask) {
  carousel::emulated::give(value);
  return carousel::emulated::taken<T>(carousel::emulated::lane() ^ static_cast<unsigned>(mask));
}

template <class T>
T __shfl_up_sync(unsigned, T value, int distance) {
  carousel::emulated::give(value);
  const unsigned lane = carousel::emulated::lane();
  const unsigned from = static_cast<unsigned>(distance);
  return carousel::emulated::taken<T>(lane >= from ? lane - from : lane);
}

inline unsigned __match_any_sync(unsigned, int value) {
  carousel::emulated::give(value);
  unsigned equal = 0;
  for (unsigned lane = 0; lane < 32; ++lane) {
    equal |= carousel::emulated::taken<int>(lane) == value ? 1u << lane : 0u;
  }
  return equal;
}

inline int __popc(unsigned bits) { return __builtin_popcount(bits); }

inline int atomicAdd(int* to, int value) {
  const int before = *to;
  *to = before + value;
  return before;
}

inline unsigned __float_as_uint(float x) {
  unsigned bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

inline float __uint_as_float(unsigned bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

#endif
