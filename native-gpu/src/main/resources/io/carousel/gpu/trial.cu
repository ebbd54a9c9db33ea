// For trying cuDNN's algorithms against each other: random numbers to run on, and how far results
// are from those of another.
#include "half.cuh"
#include "philox.cuh"

namespace carousel {

// Numbers of any type in memory, as float32.
static inline __device__ float numberAt(int type, const void* numbers, Index i) {
  return type == kFloat ? static_cast<const float*>(numbers)[i]
                        : widened(type, static_cast<const Bits16*>(numbers)[i]);
}

// to = numbers drawn evenly from (-scale, scale); the same stream gives the same ones.
//
//   type       NumberType of to [count]
extern "C" __global__ void __launch_bounds__(kMostThreads)
    fillUniform(int type, long long count, int stream, float scale, void* to) {
  const PhiloxStream from = {static_cast<unsigned>(stream), 0, 0, 0, 0};
  for (Index i = threadNumber(); i < count; i += threadCount()) {
    const unsigned bits = philoxBlock(from, static_cast<unsigned long long>(i) / 4).words[i % 4];
    const float x = scale * (2.0f * uniformOf(bits) - 1.0f);
    if (type == kFloat) {
      static_cast<float*>(to)[i] = x;
    } else {
      static_cast<Bits16*>(to)[i] = narrowed(type, x);
    }
  }
}

// The sums of (actual - expected)^2 and of expected^2 over each block's share.
//
//   type       NumberType of actual and expected [count]
//   partials   [blocks, 2], overwritten; what is not finite makes its block's sums so
extern "C" __global__ void __launch_bounds__(kMostThreads)
    differenceSums(int type, long long count, const void* actual, const void* expected,
                   double* partials) {
  double difference = 0.0;
  double size = 0.0;
  for (Index i = threadNumber(); i < count; i += threadCount()) {
    const double e = static_cast<double>(numberAt(type, expected, i));
    const double d = static_cast<double>(numberAt(type, actual, i)) - e;
    difference += d * d;
    size += e * e;
  }
  difference = blockSum(difference);
  size = blockSum(size);
  if (threadIdx.x == 0) {
    partials[2 * static_cast<Index>(blockIdx.x)] = difference;
    partials[2 * static_cast<Index>(blockIdx.x) + 1] = size;
  }
}

}  // namespace carousel
