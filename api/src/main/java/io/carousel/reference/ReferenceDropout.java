package io.carousel.reference;

import io.carousel.model.DropoutSpec;
import io.carousel.model.LayerInstance;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Region;

/**
 * Inverted dropout (Srivastava et al., 2014). The mask of an element is 1 / (1 - p) where its
 * random number, counted by its place in the padded tensor, is at least p, else 0; without dropout
 * it is 1.
 */
final class ReferenceDropout extends ReferenceLayer {
  private final int layer;
  private final float probability;
  private final double scale;
  private final boolean perStep;
  private final ReferenceRows x;
  private final ReferenceRows dx;
  private final ReferenceRows y;
  private final ReferenceRows dy;
  private final ReferenceRows mask;

  ReferenceDropout(
      ReferenceMemory memory, LayerInstance layer, DropoutSpec spec, LayerPorts ports) {
    super(memory, "dropout");
    this.layer = layer.number();
    probability = memory.mode.hasDropout() ? (float) spec.probability() : 0;
    scale = memory.mode.hasDropout() ? 1 / (1 - spec.probability()) : 1;
    perStep = layer.inputPerStep();
    int width = layer.inputWidth();
    x = memory.rows("x", ports.x(), perStep, width);
    dx = memory.rows("dx", ports.dx(), perStep, width);
    y = memory.rows("y", ports.y(), perStep, width);
    dy = memory.rows("dy", ports.dy(), perStep, width);
    long elements = ports.x().count();
    mask = memory.rows("mask", memory.buffer(Region.ACTIVATIONS, elements), perStep, width);
  }

  /** y = mask x. */
  @Override
  void forward(int n) {
    drawMask(n);
    multiply(x, y, n);
  }

  /** dx = mask dy. */
  @Override
  void backward(int n) {
    if (dx != null) {
      multiply(dy, dx, n);
    }
  }

  private void drawMask(int n) {
    Philox numbers =
        new Philox(memory.scalars.seed(), Purpose.DROPOUT, layer, memory.scalars.run());
    for (int t = 0; t < memory.validRows(n, perStep); t++) {
      int row = mask.row(t, n);
      for (int k = 0; k < mask.width(); k++) {
        boolean kept = numbers.uniform(row + k - mask.offset()) >= probability;
        memory.values[row + k] = kept ? scale : 0;
      }
    }
  }

  private void multiply(ReferenceRows from, ReferenceRows to, int n) {
    int rows = memory.validRows(n, perStep);
    for (int t = 0; t < rows; t++) {
      for (int k = 0; k < mask.width(); k++) {
        memory.values[to.row(t, n) + k] =
            memory.values[mask.row(t, n) + k] * memory.values[from.row(t, n) + k];
      }
    }
    to.zero(memory.values, 0, rows, n);
  }
}
