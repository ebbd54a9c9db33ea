package io.carousel.parity.float32;

import static io.carousel.parity.float32.Float32Math.put;
import static io.carousel.parity.float32.Float32Math.row;

import io.carousel.model.LayerInstance;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import java.util.Arrays;

/** Rows by token, in float. */
final class Float32Embedding implements LayerKernel {
  private final Float32Memory memory;
  private final LayerPorts ports;
  private final int width;
  private final int first;

  Float32Embedding(Float32Memory memory, LayerInstance layer, LayerPorts ports) {
    this.memory = memory;
    this.ports = ports;
    width = layer.outputWidth();
    first = (int) memory.parameters.layout().tensor(layer.name() + ".W").offset();
  }

  @Override
  public Kernel forward() {
    return this::runForward;
  }

  @Override
  public Kernel backward() {
    return this::runBackward;
  }

  @Override
  public String explain() {
    return "plain float";
  }

  private void runForward() {
    float[] tokens = memory.read(ports.x());
    float[] y = new float[(int) ports.y().count()];
    float[] block = memory.weights();
    for (int n = 0; n < memory.shape.sequences(); n++) {
      for (int t = 0; t < memory.lengths[n]; t++) {
        int at = memory.row(t, n);
        int from = first + ((int) tokens[at]) * width;
        put(y, at, width, Arrays.copyOfRange(block, from, from + width));
      }
    }
    memory.write(ports.y(), y);
  }

  private void runBackward() {
    float[] tokens = memory.read(ports.x());
    float[] dy = memory.read(ports.dy());
    float[] gradient = memory.gradients();
    Float32Math math = new Float32Math(memory.fault, memory.rounding);
    for (int n = 0; n < memory.shape.sequences(); n++) {
      for (int t = 0; t < memory.lengths[n]; t++) {
        int at = memory.row(t, n);
        int to = first + ((int) tokens[at]) * width;
        if (memory.fault == Fault.TOKENS_OVERWRITTEN) {
          Arrays.fill(gradient, to, to + width, 0);
        }
        math.add(gradient, to, row(dy, at, width));
      }
    }
    memory.gradients(gradient);
  }
}
