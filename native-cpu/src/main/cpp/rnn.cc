// The plain recurrent network, with tanh or relu: what is not a matrix product.
#include "activations.h"
#include "parallel.h"

namespace carousel::CAROUSEL_ISA {

void rnnForward(Activation activation, int n, int hidden, const float* a, int lda,
                const float* bias, float* h, int ldh) {
  withActivation(activation, [=](auto function) {
    parallelRows(n, hidden, 1.0, [=](Index row) {
      const float* from = a + row * lda;
      float* to = h + row * ldh;
      CAROUSEL_SIMD
      for (Index j = 0; j < hidden; ++j) {
        to[j] = function(from[j] + bias[j]);
      }
    });
  });
}

void rnnBackward(Activation activation, int n, int hidden, const float* h, int ldh, const float* dh,
                 int lddh, float* da, int ldda) {
  withSlope(activation, [=](auto slope) {
    parallelRows(n, hidden, 0.5, [=](Index row) {
      const float* y = h + row * ldh;
      const float* from = dh + row * lddh;
      float* to = da + row * ldda;
      CAROUSEL_SIMD
      for (Index j = 0; j < hidden; ++j) {
        to[j] = from[j] * slope(y[j]);
      }
    });
  });
}

}  // namespace carousel::CAROUSEL_ISA
