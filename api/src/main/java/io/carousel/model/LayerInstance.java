package io.carousel.model;

/**
 * One layer as a backend builds it: a stack of recurrent layers has become single layers with
 * dropout between, and the widths are known.
 *
 * @param number the position among all instances from 0; names the layer's random numbers
 * @param layer the position in {@link NetworkSpec#layers()} from 0, for messages
 * @param name the prefix of the tensor names, such as {@code 1.lstm.0}
 * @param spec a recurrent spec here always has one layer and no dropout
 * @param inputWidth the width of the input's feature axis, or the vocabulary
 * @param inputPerStep whether the input has a time axis
 * @param forwardWidth how many columns of the input, from the first, come from no direction that
 *     reads backward
 */
public record LayerInstance(
    int number,
    int layer,
    String name,
    LayerSpec spec,
    int inputWidth,
    boolean inputPerStep,
    int forwardWidth) {

  /** The width of the output's feature axis. */
  public int outputWidth() {
    return spec.outputWidth(inputWidth);
  }

  /** How many columns of the output, from the first, come from no direction that reads backward. */
  int outputForwardWidth() {
    return switch (spec.kind()) {
      case RECURRENT -> forwardWidth((RecurrentSpec) spec);
      case DROPOUT -> forwardWidth;
      case EMBEDDING, POOL, DENSE -> outputWidth();
    };
  }

  private static int forwardWidth(RecurrentSpec recurrent) {
    int columns = 0;
    for (int d = 0; d < recurrent.direction().count(); d++) {
      columns += recurrent.direction().readsBackward(d) ? 0 : recurrent.hiddenSize();
    }
    return columns;
  }

  /** Whether the output has a time axis. */
  public boolean outputPerStep() {
    return inputPerStep && spec.keepsTime();
  }

  /** The layer as messages name it: {@code layer 2 (lstm, hidden=48)}. */
  public String describe() {
    return "layer " + layer + " (" + spec.describe() + ")";
  }
}
