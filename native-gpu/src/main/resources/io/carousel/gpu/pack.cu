// Between the network's flat blocks and the weight space of cuDNN, by a table of pieces:
//
//   int [pieces, 3]: first element in the flat block, first element in the weight space, count
//
// A block copies a piece at a time, so the host cuts long ones: about 8192 elements keep all
// multiprocessors at work. Both sides may lie anywhere in their memory.
#include "half.cuh"

namespace carousel {

struct Stretch {
  Index flat;
  Index packed;
  int count;
};

static inline __device__ Stretch stretchOf(const int* table, int piece) {
  return {table[3 * piece], table[3 * piece + 1], table[3 * piece + 2]};
}

// packed = flat.
//
//   type       NumberType of the weight space
//   packed     written where a piece lies
extern "C" __global__ void __launch_bounds__(kMostThreads)
    packWeights(int type, int pieces, const int* __restrict__ table, const float* __restrict__ flat,
                void* __restrict__ packed) {
  for (int piece = static_cast<int>(blockIdx.x); piece < pieces; piece += gridDim.x) {
    const Stretch at = stretchOf(table, piece);
    for (int i = static_cast<int>(threadIdx.x); i < at.count; i += blockDim.x) {
      const float weight = flat[at.flat + i];
      if (type == kFloat) {
        static_cast<float*>(packed)[at.packed + i] = weight;
      } else {
        static_cast<Bits16*>(packed)[at.packed + i] = narrowed(type, weight);
      }
    }
  }
}

// flat += packed.
//
//   type       NumberType of the weight space
//   flat       added to where a piece lies; no two pieces overlap there
extern "C" __global__ void __launch_bounds__(kMostThreads)
    unpackGradients(int type, int pieces, const int* __restrict__ table,
                    const void* __restrict__ packed, float* __restrict__ flat) {
  for (int piece = static_cast<int>(blockIdx.x); piece < pieces; piece += gridDim.x) {
    const Stretch at = stretchOf(table, piece);
    for (int i = static_cast<int>(threadIdx.x); i < at.count; i += blockDim.x) {
      const float gradient = type == kFloat
                                 ? static_cast<const float*>(packed)[at.packed + i]
                                 : widened(type, static_cast<const Bits16*>(packed)[at.packed + i]);
      flat[at.flat + i] += gradient;
    }
  }
}

}  // namespace carousel
