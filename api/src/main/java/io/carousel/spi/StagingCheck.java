package io.carousel.spi;

import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import io.carousel.model.InputSpec;
import java.nio.IntBuffer;

/**
 * Refuses what a slot must not hold, in the same words on every backend. Numbers past a length are
 * not looked at.
 *
 * @param input what the network reads
 * @param loss what the targets are for, or null
 * @param ports the loss's shape, or null
 */
public record StagingCheck(InputSpec input, Loss loss, LossPorts ports) {
  /**
   * Looks at lengths, tokens and classes.
   *
   * @throws IllegalArgumentException naming the first number that is out of range
   */
  public void check(Staging staging) {
    PlanShape shape = staging.shape();
    checkLengths(shape, staging.lengths());
    if (staging.tokens() != null) {
      check("token", staging.tokens(), input.width(), shape.steps(), staging);
    }
    if (staging.classes() != null) {
      int steps = ports.perStep() ? shape.steps() : 1;
      check("class", staging.classes(), ports.width(), steps, staging);
    }
  }

  /** Whether a slot holds tokens; else it holds features, or nothing if there is no input. */
  public boolean tokens() {
    return input != null && input.tokens();
  }

  /** The number of positions, valid or not, that targets are for. */
  public int positions(PlanShape shape) {
    return ports.perStep() ? shape.positions() : shape.sequences();
  }

  /** How many target numbers a slot holds, 0 if the loss wants none. */
  public int targetNumbers(PlanShape shape) {
    if (loss == null) {
      return 0;
    }
    return switch (loss.targets()) {
      case NUMBERS -> Require.bufferSize((long) positions(shape) * ports.width(), "the targets");
      case CLASSES -> 0;
    };
  }

  /** How many class numbers a slot holds, 0 if the loss wants none. */
  public int classNumbers(PlanShape shape) {
    if (loss == null) {
      return 0;
    }
    return switch (loss.targets()) {
      case NUMBERS -> 0;
      case CLASSES -> positions(shape);
    };
  }

  private static void checkLengths(PlanShape shape, IntBuffer lengths) {
    int least = shape.ragged() ? 0 : shape.steps();
    for (int n = 0; n < shape.sequences(); n++) {
      int length = lengths.get(n);
      if (length < least || length > shape.steps()) {
        String range = shape.ragged() ? "in 0 to " : "";
        String remedy = shape.ragged() ? "" : "; shorter ones need a ragged plan";
        throw new IllegalArgumentException(
            "length must be "
                + range
                + shape.steps()
                + ", sequence="
                + n
                + ", length="
                + length
                + remedy);
      }
    }
  }

  /** Numbers at valid places must be in 0 to {@code bound - 1}. */
  private static void check(String name, IntBuffer numbers, int bound, int steps, Staging staging) {
    int sequences = staging.shape().sequences();
    for (int n = 0; n < sequences; n++) {
      for (int t = 0; t < Math.min(steps, staging.lengths().get(n)); t++) {
        int number = numbers.get(t * sequences + n);
        if (number < 0 || number >= bound) {
          String step = steps > 1 ? ", step=" + t : "";
          throw new IllegalArgumentException(
              name
                  + " must be in 0 to "
                  + (bound - 1)
                  + ", sequence="
                  + n
                  + step
                  + ", "
                  + name
                  + "="
                  + number);
        }
      }
    }
  }
}
