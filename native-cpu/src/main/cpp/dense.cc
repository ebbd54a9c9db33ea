// Bias and activation of a dense layer, in place over what the matrix product left.
#include "activations.h"
#include "parallel.h"

namespace carousel::CAROUSEL_ISA {
namespace {

template <class Function>
void forwardRow(Index width, const float* bias, float* y, const Function& function) {
  if (bias == nullptr) {
    CAROUSEL_SIMD
    for (Index k = 0; k < width; ++k) {
      y[k] = function(y[k]);
    }
    return;
  }
  CAROUSEL_SIMD
  for (Index k = 0; k < width; ++k) {
    y[k] = function(y[k] + bias[k]);
  }
}

}  // namespace

void denseForward(Activation activation, int n, int width, const float* bias, float* y, int ldy) {
  withActivation(activation, [=](auto function) {
    parallelRows(n, width, 1.0,
                 [=](Index row) { forwardRow(width, bias, y + row * ldy, function); });
  });
}

void denseBackward(Activation activation, int n, int width, const float* y, int ldy, float* dy,
                   int lddy) {
  if (activation == kNone) {
    return;
  }
  withSlope(activation, [=](auto slope) {
    parallelRows(n, width, 0.5, [=](Index row) {
      const float* from = y + row * ldy;
      float* to = dy + row * lddy;
      CAROUSEL_SIMD
      for (Index k = 0; k < width; ++k) {
        to[k] *= slope(from[k]);
      }
    });
  });
}

}  // namespace carousel::CAROUSEL_ISA
