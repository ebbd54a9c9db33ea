package io.carousel.parity.float32;

import io.carousel.model.DropoutSpec;
import io.carousel.model.LayerInstance;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Staging;

/** Dropout with the masks of the contract. */
final class Float32Dropout implements LayerKernel {
  private final Float32Memory memory;
  private final LayerInstance layer;
  private final LayerPorts ports;
  private final double probability;

  Float32Dropout(Float32Memory memory, LayerInstance layer, LayerPorts ports) {
    this.memory = memory;
    this.layer = layer;
    this.ports = ports;
    boolean on = memory.mode.hasDropout() || memory.fault == Fault.DROPOUT_IN_EVALUATION;
    probability = on ? ((DropoutSpec) layer.spec()).probability() : 0;
  }

  @Override
  public Kernel forward() {
    return () -> multiply(ports.x(), ports.y());
  }

  @Override
  public Kernel backward() {
    return () -> multiply(ports.dy(), ports.dx());
  }

  @Override
  public String explain() {
    return "plain float";
  }

  private void multiply(Buffer from, Buffer to) {
    if (to == null) {
      return;
    }
    Staging.Scalars now = memory.scalars;
    Philox numbers = new Philox(now.seed(), Purpose.DROPOUT, layer.number(), now.run());
    int shift = memory.fault == Fault.MASK_SHIFTED ? 1 : 0;
    float scale = (float) (1 / (1 - probability));
    float[] values = memory.read(from);
    for (int i = 0; i < values.length; i++) {
      boolean kept = numbers.uniform(i + shift) >= (float) probability;
      values[i] = isValid(i / layer.inputWidth()) && kept ? values[i] * scale : 0;
    }
    memory.write(to, values);
  }

  private boolean isValid(int row) {
    int sequences = memory.shape.sequences();
    return !layer.inputPerStep() || row / sequences < memory.lengths[row % sequences];
  }
}
