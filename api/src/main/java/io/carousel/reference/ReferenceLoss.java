package io.carousel.reference;

import static io.carousel.reference.ReferenceMath.logSumExp;
import static io.carousel.reference.ReferenceMath.sigmoid;
import static io.carousel.reference.ReferenceMath.softplus;

import io.carousel.loss.Loss;
import io.carousel.spi.Kernel;
import io.carousel.spi.LossPorts;

/** Sums the loss over all positions that count, and writes the gradient of that sum. */
final class ReferenceLoss implements Kernel {
  private final ReferenceMemory memory;
  private final Loss loss;
  private final int width;
  private final boolean perStep;
  private final ReferenceRows y;
  private final ReferenceRows dy;

  ReferenceLoss(ReferenceMemory memory, Loss loss, LossPorts ports) {
    this.memory = memory;
    this.loss = loss;
    width = ports.width();
    perStep = ports.perStep();
    y = memory.rows("y", ports.y(), perStep, width);
    dy = memory.rows("dy", ports.dy(), perStep, width);
    if (loss.targets() == Loss.Targets.NUMBERS) {
      memory.targets = memory.scratch(positions() * width);
    } else {
      memory.classes = new int[positions()];
    }
  }

  /** The number of positions, valid or not. */
  private int positions() {
    return y.steps() * y.sequences();
  }

  @Override
  public void run() {
    for (int n = 0; n < y.sequences(); n++) {
      run(n);
    }
  }

  /** Each valid step is a position, or the sequence if it is not empty. */
  private void run(int n) {
    int length = memory.lengths[n];
    int count = perStep ? length : Math.min(length, 1);
    double sum = 0;
    for (int t = 0; t < count; t++) {
      sum += position(t * y.sequences() + n, y.row(t, n), dy == null ? -1 : dy.row(t, n));
    }
    if (dy != null) {
      dy.zero(memory.values, 0, count, n);
      memory.parameters.pending += count;
    }
    memory.parameters.loss += sum;
    memory.parameters.count += count;
  }

  /** The loss of a position; {@code from} and {@code to} are its rows of y and dy. */
  private double position(int position, int from, int to) {
    if (loss instanceof Loss.SoftmaxCrossEntropy) {
      return crossEntropy(memory.classes[position], from, to);
    }
    double sum = 0;
    for (int k = 0; k < width; k++) {
      double yk = memory.values[from + k];
      double target = memory.targets[position * width + k];
      sum += element(yk, target);
      if (dy != null) {
        memory.values[to + k] = slope(yk, target) / width;
      }
    }
    return sum / width;
  }

  /** log sum_k e^(y_k) - y_class; the gradient is softmax(y)_k, less 1 for the class. */
  private double crossEntropy(int target, int from, int to) {
    double total = logSumExp(memory.values, from, width);
    for (int k = 0; k < width && dy != null; k++) {
      double softmax = Math.exp(memory.values[from + k] - total);
      memory.values[to + k] = softmax - (k == target ? 1 : 0);
    }
    return total - memory.values[from + target];
  }

  /**
   * (y - t)^2, or |y - t|, or -t log s - (1 - t) log(1 - s) = log(1 + e^y) - t y with s =
   * sigmoid(y).
   */
  private double element(double y, double target) {
    if (loss instanceof Loss.MeanSquaredError) {
      return (y - target) * (y - target);
    }
    return loss instanceof Loss.MeanAbsoluteError ? Math.abs(y - target) : softplus(y) - target * y;
  }

  /** 2 (y - t), or the sign of y - t, or s - t. */
  private double slope(double y, double target) {
    if (loss instanceof Loss.MeanSquaredError) {
      return 2 * (y - target);
    }
    return loss instanceof Loss.MeanAbsoluteError ? Math.signum(y - target) : sigmoid(y) - target;
  }
}
