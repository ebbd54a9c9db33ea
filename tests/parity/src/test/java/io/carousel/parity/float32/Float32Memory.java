package io.carousel.parity.float32;

import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Staging;

/** What the kernels of a plan share: its buffers and parameters as float. */
final class Float32Memory {
  final Float32Parameters parameters;
  final PlanShape shape;
  final Mode mode;
  final Fault fault;
  final int threads;
  final Rounding rounding;
  Plan plan;
  Staging.Scalars scalars = Staging.Scalars.NONE;
  int[] lengths;
  private float[] packed;
  private static int runs;

  Float32Memory(
      Float32Parameters parameters, PlanShape shape, Mode mode, Fault fault, int threads) {
    this.parameters = parameters;
    this.shape = shape;
    this.mode = mode;
    this.fault = fault;
    this.threads = threads;
    rounding =
        switch (fault) {
          case TF32 -> Rounding.TF32;
          case FP16 -> Rounding.FP16;
          case BF16 -> Rounding.BF16;
          default -> Rounding.of(shape.precision());
        };
  }

  static double[] rounded(double[] values) {
    double[] rounded = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** A copy of a buffer; null where there is none. */
  float[] read(Buffer buffer) {
    return buffer == null ? null : narrow(plan.read(buffer));
  }

  void write(Buffer buffer, float[] values) {
    if (buffer != null) {
      plan.write(buffer, wide(values));
    }
  }

  float[] weights() {
    if (packed == null || fault != Fault.STALE_WEIGHTS) {
      packed = narrow(parameters.read(Block.WEIGHTS));
    }
    return packed;
  }

  /** What the gradient of the loss is multiplied by on its way through the layers. */
  float lossScale() {
    return shape.precision().scalesLoss() ? (float) parameters.lossScale().scale() : 1;
  }

  /** The sums so far, scaled as those that are to be added. */
  float[] gradients() {
    float[] sums = narrow(parameters.read(Block.GRADIENTS));
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= lossScale();
    }
    return sums;
  }

  /** Puts the sums back, with the faults that concern all of them. */
  void gradients(float[] sums) {
    float factor = fault == Fault.SCALE_SHOWN ? 1 : 1 / lossScale();
    if (fault == Fault.NOT_REPEATABLE) {
      factor *= 1 + (runs++ % 5) * Math.ulp(1f);
    } else if (fault == Fault.THREADS_LOSE && threads > 1) {
      factor *= 0.999f;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] *= factor;
    }
    parameters.write(Block.GRADIENTS, wide(sums));
  }

  /** The kernel, and then these buffers rounded. */
  Kernel rounding(Kernel kernel, Buffer... buffers) {
    return () -> {
      kernel.run();
      for (Buffer buffer : buffers) {
        write(buffer, read(buffer));
      }
    };
  }

  /** Row t * N + n. */
  int row(int t, int n) {
    return t * shape.sequences() + n;
  }
}
