package io.carousel.reference;

import io.carousel.model.ParameterLayout;

/**
 * The weights of one layer, and the gradient by them. The gradient of one sequence is summed in a
 * scratch copy of the layer's part of the block, and {@link #add} adds it to the batch's sums; so
 * the gradient of a batch is, bit by bit, the sum of its sequences' gradients alone.
 *
 * <pre>
 *   weights     | other layers |  W  |  R  | b |  ...   |
 *                              ^ first
 *   gradient                   |  W  |  R  | b |          index - first
 * </pre>
 */
final class ReferenceWeights {
  private final ReferenceParameters parameters;

  /** The whole block of the network, this layer's weights from {@link #first} on. */
  final double[] weights;

  /** The gradient of the sequence at hand, else all zero; null in plans without backward. */
  final double[] gradient;

  /** The index in the block of the layer's first weight. */
  final int first;

  ReferenceWeights(
      ReferenceMemory memory, ParameterLayout.Tensor firstTensor, ParameterLayout.Tensor last) {
    this.parameters = memory.parameters;
    this.weights = parameters.weights;
    this.first = (int) firstTensor.offset();
    int size = (int) last.offset() + last.size() - first;
    this.gradient = memory.mode.hasBackward() ? memory.scratch(size) : null;
  }

  /** Adds the sequence's gradient to the sums and forgets it. */
  void add() {
    add(first, gradient.length);
  }

  /** Adds the part of the sequence's gradient that stands at these indices of the block. */
  void add(int from, int count) {
    double[] sums = parameters.gradients;
    for (int k = 0; k < count; k++) {
      sums[from + k] += gradient[from - first + k];
      gradient[from - first + k] = 0;
    }
  }
}
