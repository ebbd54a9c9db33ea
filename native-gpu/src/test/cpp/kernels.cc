// The kernels themselves, compiled for the CPU.
#include "kernels.cu"

#include "launch.h"

namespace carousel::emulated {
namespace {

template <class... A, size_t... I>
Kernel kernel(void (*function)(A...), std::index_sequence<I...>) {
  return {{Letter<A>::value...},
          [function](void** arguments) { function(*static_cast<A*>(arguments[I])...); }};
}

template <class... A>
Kernel kernel(void (*function)(A...)) {
  return kernel(function, std::index_sequence_for<A...>());
}

}  // namespace

#define KERNEL(name) \
  { #name, kernel(name) }

const std::map<std::string, Kernel>& kernels() {
  static const std::map<std::string, Kernel> all = {
      KERNEL(classLoss),       KERNEL(columnSumsFinish), KERNEL(denseBackward),
      KERNEL(denseForward),    KERNEL(dropout),          KERNEL(embeddingCombine),
      KERNEL(embeddingCount),  KERNEL(embeddingForward), KERNEL(embeddingKeys),
      KERNEL(embeddingPlace),  KERNEL(embeddingReduce),  KERNEL(embeddingScan),
      KERNEL(keepStates),      KERNEL(lossFinish),       KERNEL(maskStates),
      KERNEL(narrowRows),      KERNEL(numberLoss),       KERNEL(packWeights),
      KERNEL(poolBackward),    KERNEL(poolForward),      KERNEL(turnRows),
      KERNEL(unpackGradients), KERNEL(updateApply),      KERNEL(updateBegin),
      KERNEL(updateClip),      KERNEL(updateSquares),    KERNEL(widenRows),
      KERNEL(zeroPast),        KERNEL(fillUniform),      KERNEL(differenceSums),
  };
  return all;
}

}  // namespace carousel::emulated
