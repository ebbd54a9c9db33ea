// The activations of dense layers and plain recurrent networks, and their derivatives by what they
// answered.
#ifndef CAROUSEL_ACTIVATIONS_H
#define CAROUSEL_ACTIVATIONS_H

#include "vector_math.h"

namespace carousel::CAROUSEL_ISA {

// Calls body with the function of an activation, so that its loop has no branch.
template <class Body>
static void withActivation(Activation activation, const Body& body) {
  switch (activation) {
    case kRelu:
      return body([](float a) { return atLeast(a, 0.0f); });
    case kTanh:
      return body([](float a) { return tanhOf(a); });
    case kSigmoid:
      return body([](float a) { return sigmoidOf(a); });
    case kNone:
      return body([](float a) { return a; });
  }
}

// The same with the derivative where the activation is y.
template <class Body>
static void withSlope(Activation activation, const Body& body) {
  switch (activation) {
    case kRelu:
      return body([](float y) { return y > 0.0f ? 1.0f : 0.0f; });
    case kTanh:
      return body([](float y) { return 1.0f - y * y; });
    case kSigmoid:
      return body([](float y) { return y * (1.0f - y); });
    case kNone:
      return body([](float) { return 1.0f; });
  }
}

}  // namespace carousel::CAROUSEL_ISA

#endif
