// The functions of vector_math.h over arrays, so that tests can measure them.
#include "parallel.h"
#include "vector_math.h"

namespace carousel::CAROUSEL_ISA {
namespace {

template <class Function>
void map(int64_t count, const float* x, float* y, const Function& function) {
  parallelRange(count, 1.0, [=](Index from, Index to) {
    CAROUSEL_SIMD
    for (Index i = from; i < to; ++i) {
      y[i] = function(x[i]);
    }
  });
}

}  // namespace

void exp(int64_t count, const float* x, float* y) {
  map(count, x, y, [](float a) { return expOf(a); });
}

void tanh(int64_t count, const float* x, float* y) {
  map(count, x, y, [](float a) { return tanhOf(a); });
}

void sigmoid(int64_t count, const float* x, float* y) {
  map(count, x, y, [](float a) { return sigmoidOf(a); });
}

void softplus(int64_t count, const float* x, float* y) {
  map(count, x, y, [](float a) { return softplusOf(a); });
}

}  // namespace carousel::CAROUSEL_ISA
