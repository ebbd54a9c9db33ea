package io.carousel.reference;

import static io.carousel.reference.ReferenceMath.logSumExp;
import static io.carousel.reference.ReferenceMath.sigmoid;
import static io.carousel.reference.ReferenceMath.softplus;

import io.carousel.loss.Loss;
import io.carousel.spi.Kernel;
import io.carousel.spi.LossPorts;
import java.util.function.DoubleBinaryOperator;

/** Sums the loss over all positions that count, and writes the gradient of that sum. */
final class ReferenceLoss implements Kernel {
  /** (y - t)^2 and 2 (y - t). */
  private static final Element SQUARED =
      new Element((y, t) -> (y - t) * (y - t), (y, t) -> 2 * (y - t));

  /** |y - t| and the sign of y - t. */
  private static final Element ABSOLUTE =
      new Element((y, t) -> Math.abs(y - t), (y, t) -> Math.signum(y - t));

  /** -t log s - (1 - t) log(1 - s) = log(1 + e^y) - t y and s - t, with s = sigmoid(y). */
  private static final Element BINARY =
      new Element((y, t) -> softplus(y) - t * y, (y, t) -> sigmoid(y) - t);

  /** The loss of one number y with the target t, and its derivative by y. */
  private record Element(DoubleBinaryOperator loss, DoubleBinaryOperator slope) {}

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
    switch (loss.targets()) {
      case NUMBERS -> memory.targets = memory.scratch(positions() * width);
      case CLASSES -> {
        memory.reserve((long) positions() * Integer.BYTES);
        memory.classes = new int[positions()];
      }
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
    return switch (loss.kind()) {
      case MEAN_SQUARED_ERROR -> mean(SQUARED, position, from, to);
      case MEAN_ABSOLUTE_ERROR -> mean(ABSOLUTE, position, from, to);
      case BINARY_CROSS_ENTROPY -> mean(BINARY, position, from, to);
      case SOFTMAX_CROSS_ENTROPY -> crossEntropy(memory.classes[position], from, to);
    };
  }

  /** The mean over k of a loss of numbers. */
  private double mean(Element element, int position, int from, int to) {
    double sum = 0;
    for (int k = 0; k < width; k++) {
      double yk = memory.values[from + k];
      double target = memory.targets[position * width + k];
      sum += element.loss().applyAsDouble(yk, target);
      if (dy != null) {
        memory.values[to + k] = element.slope().applyAsDouble(yk, target) / width;
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
}
