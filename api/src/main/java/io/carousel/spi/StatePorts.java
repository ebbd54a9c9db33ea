package io.carousel.spi;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentSpec;

/**
 * The carried state of one recurrent layer, each [D, N, H]. Plans without backward have no
 * gradients (null); cells without a cell state have no c (null).
 *
 * @param h0 h before the first step that the direction reads
 * @param hT h after the last valid step, equal to h0 where the length is 0
 * @param dh0 the gradient of the loss by h0, set by backward
 * @param dhT the gradient of the loss by hT, read by backward; zero unless somebody fills it
 */
public record StatePorts(
    Buffer h0, Buffer c0, Buffer hT, Buffer cT, Buffer dh0, Buffer dc0, Buffer dhT, Buffer dcT) {
  /** Buffers for a recurrent layer, as the cell and the mode need them. */
  public static StatePorts of(
      PlanBuilder builder, LayerInstance layer, PlanShape shape, Mode mode) {
    RecurrentSpec spec = (RecurrentSpec) layer.spec();
    boolean cell = spec.cell().hasCellState();
    boolean backward = mode.hasBackward();
    long size = (long) spec.direction().count() * shape.sequences() * spec.hiddenSize();
    return new StatePorts(
        carried(builder, true, size),
        carried(builder, cell, size),
        carried(builder, true, size),
        carried(builder, cell, size),
        carried(builder, backward, size),
        carried(builder, backward && cell, size),
        carried(builder, backward, size),
        carried(builder, backward && cell, size));
  }

  private static Buffer carried(PlanBuilder builder, boolean exists, long size) {
    return exists ? builder.buffer(Region.CARRIED, size) : null;
  }
}
