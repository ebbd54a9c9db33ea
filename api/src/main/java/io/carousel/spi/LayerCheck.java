package io.carousel.spi;

import io.carousel.internal.Require;
import io.carousel.model.LayerInstance;
import io.carousel.model.ParameterLayout;

/**
 * Refuses parameters and ports that do not suit a layer, in the same words on every backend, before
 * any kernel is made.
 */
public final class LayerCheck {
  private LayerCheck() {}

  /**
   * Looks at a layer of a plan.
   *
   * @throws IllegalArgumentException naming the first tensor or port that does not fit
   */
  public static void check(
      ParameterLayout parameters, PlanShape shape, LayerInstance layer, LayerPorts ports) {
    for (ParameterLayout.Tensor tensor : ParameterLayout.of(layer).tensors()) {
      checkTensor(parameters.tensor(tensor.name()), tensor);
    }
    int inputWidth = inputWidth(layer);
    checkPort("x", ports.x(), shape, layer.inputPerStep(), inputWidth);
    checkPort("dx", ports.dx(), shape, layer.inputPerStep(), inputWidth);
    checkPort("y", ports.y(), shape, layer.outputPerStep(), layer.outputWidth());
    checkPort("dy", ports.dy(), shape, layer.outputPerStep(), layer.outputWidth());
  }

  /** How many numbers the layer reads per row: of a token, one. */
  private static int inputWidth(LayerInstance layer) {
    return switch (layer.spec().kind()) {
      case EMBEDDING -> 1;
      case RECURRENT, DROPOUT, POOL, DENSE -> layer.inputWidth();
    };
  }

  private static void checkTensor(ParameterLayout.Tensor given, ParameterLayout.Tensor expected) {
    Require.that(
        given.rows() == expected.rows() && given.columns() == expected.columns(),
        "parameters must be those of the planned network: "
            + expected.name()
            + " must be "
            + expected.rows()
            + " x "
            + expected.columns()
            + ", rows="
            + given.rows()
            + ", columns="
            + given.columns());
  }

  private static void checkPort(
      String name, Buffer buffer, PlanShape shape, boolean perStep, int width) {
    long rows = perStep ? (long) shape.steps() * shape.sequences() : shape.sequences();
    Require.that(
        buffer == null || buffer.count() == rows * width,
        name
            + " must have "
            + rows * width
            + " elements, "
            + name
            + "="
            + (buffer == null ? 0 : buffer.count()));
  }
}
