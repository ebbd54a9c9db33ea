// For the test that headers reach the compiler.
#ifndef EMULATED_NUMBERS_CUH
#define EMULATED_NUMBERS_CUH
__device__ inline float twice(float x) { return 2.0f * x; }
#endif
