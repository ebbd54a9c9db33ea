// Kernels for the tests of the bindings.
#include "numbers.cuh"

// y[i] = scale * 2 x[i] + shift, where i < count.
extern "C" __global__ void __launch_bounds__(256)
    emulatedScale(long long count, float scale, int shift, const float* x, float* y) {
  const long long i = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i < count) {
    y[i] = scale * twice(x[i]) + static_cast<float>(shift);
  }
}

// Each block adds its part of x in shared memory, thread by thread; block 0 is the first of sums.
extern "C" __global__ void emulatedSum(int count, const float* x, float* sums) {
  __shared__ float parts[256];
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  parts[threadIdx.x] = i < count ? x[i] : 0.0f;
  for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {
    __syncthreads();
    if (threadIdx.x < half) {
      parts[threadIdx.x] += parts[threadIdx.x + half];
    }
  }
  if (threadIdx.x == 0) {
    sums[blockIdx.x] = parts[0];
  }
}

// The sum over each warp by shuffles, written by every lane.
extern "C" __global__ void emulatedWarpSum(const float* x, float* y) {
  float value = x[threadIdx.x];
  for (int distance = 16; distance > 0; distance /= 2) {
    value += __shfl_xor_sync(0xffffffffu, value, distance);
  }
  y[threadIdx.x] = value;
}

// Wrong: half of the threads do not come to the barrier.
extern "C" __global__ void emulatedDivergence(float* y) {
  if (threadIdx.x < blockDim.x / 2) {
    __syncthreads();
  }
  y[threadIdx.x] = 0.0f;
}
