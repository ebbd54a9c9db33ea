package io.carousel.parity.float32;

import static io.carousel.parity.float32.Float32Math.put;
import static io.carousel.parity.float32.Float32Math.row;

import io.carousel.model.Activation;
import io.carousel.model.DenseSpec;
import io.carousel.model.LayerInstance;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import java.util.Arrays;

/** A dense layer, row by row, in float. */
final class Float32Dense implements LayerKernel {
  private final Float32Memory memory;
  private final LayerPorts ports;
  private final Activation activation;
  private final Float32Math math;
  private final boolean perStep;
  private final int inputs;
  private final int units;
  private final int w;
  private final int b;

  Float32Dense(Float32Memory memory, LayerInstance layer, LayerPorts ports) {
    this.memory = memory;
    this.ports = ports;
    activation = ((DenseSpec) layer.spec()).activation();
    math = new Float32Math(memory.fault, memory.rounding);
    perStep = layer.inputPerStep();
    inputs = layer.inputWidth();
    units = layer.outputWidth();
    w = (int) memory.parameters.layout().tensor(layer.name() + ".W").offset();
    b = (int) memory.parameters.layout().tensor(layer.name() + ".b").offset();
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

  private int rows(int n) {
    return perStep ? memory.lengths[n] : 1;
  }

  private void runForward() {
    float[] x = memory.read(ports.x());
    float[] y = new float[(int) ports.y().count()];
    float[] block = memory.weights();
    for (int n = 0; n < memory.shape.sequences(); n++) {
      for (int t = 0; t < rows(n); t++) {
        int at = memory.row(t, n);
        float[] a = math.product(block, w, units, row(x, at, inputs));
        math.add(a, 0, Arrays.copyOfRange(block, b, b + units));
        for (int k = 0; k < units; k++) {
          a[k] = activate(a[k]);
        }
        put(y, at, units, a);
      }
    }
    memory.write(ports.y(), y);
  }

  private float activate(float a) {
    return switch (activation) {
      case NONE -> a;
      case RELU -> Math.max(0, a);
      case TANH -> math.tanh(a);
      case SIGMOID -> math.sigmoid(a);
    };
  }

  private float slope(float y) {
    return switch (activation) {
      case NONE -> 1;
      case RELU -> y > 0 ? 1 : 0;
      case TANH -> 1 - y * y;
      case SIGMOID -> y * (1 - y);
    };
  }

  private void runBackward() {
    float[] x = memory.read(ports.x());
    float[] y = memory.read(ports.y());
    float[] dy = memory.read(ports.dy());
    float[] dx = ports.dx() == null ? null : new float[(int) ports.dx().count()];
    float[] gradient = memory.gradients();
    float[] block = memory.weights();
    for (int n = 0; n < memory.shape.sequences(); n++) {
      for (int t = 0; t < rows(n); t++) {
        int at = memory.row(t, n);
        float[] da = row(dy, at, units);
        for (int k = 0; k < units; k++) {
          da[k] *= slope(y[at * units + k]);
        }
        math.addOuter(gradient, w, da, row(x, at, inputs));
        math.add(gradient, b, da);
        if (dx != null) {
          float[] into = new float[inputs];
          math.addTransposed(block, w, da, into);
          put(dx, at, inputs, into);
        }
      }
    }
    memory.write(ports.dx(), dx);
    memory.gradients(gradient);
  }
}
