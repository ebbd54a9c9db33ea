package io.carousel.cli.task;

import io.carousel.data.BatchSource;
import io.carousel.loss.Loss;
import io.carousel.plan.Program;
import io.carousel.predict.Evaluator;
import io.carousel.predict.Model;
import io.carousel.predict.OutputListener;
import io.carousel.spi.Backend;
import io.carousel.spi.Parameters;
import io.carousel.spi.Precision;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Examples with the measure of a model on them. Training and {@code evaluate} both take it, with
 * the float32 weights of the model file, so both print the same numbers.
 *
 * @param batches the examples in a fixed order
 * @param loss what training minimizes
 * @param score a new, empty score
 */
public record Exam(BatchSource batches, Loss loss, Supplier<Score> score) {
  /** Sequences per batch; a model's numbers must not depend on how it was trained. */
  static final int BATCH = 64;

  /** Lets a model sit the exam. */
  public Measures take(Model model, Backend backend, Precision precision) {
    return take(model, backend, precision, () -> false);
  }

  /**
   * Lets a model sit the exam until somebody stops it.
   *
   * @param stopped asked after each example
   * @throws CancellationException if it was stopped
   */
  public Measures take(Model model, Backend backend, Precision precision, BooleanSupplier stopped) {
    Score marks = score.get();
    OutputListener listener = marks.listener();
    Program program = Program.withLoss(model.network(), loss);
    try (Parameters parameters = model.on(backend);
        Evaluator evaluator = new Evaluator(backend, parameters, program, precision)) {
      return marks.measures(evaluator.evaluate(batches, unless(stopped, listener)).meanLoss());
    }
  }

  private static OutputListener unless(BooleanSupplier stopped, OutputListener listener) {
    return (example, rows) -> {
      if (stopped.getAsBoolean()) {
        throw new CancellationException("the measurement was stopped");
      }
      listener.output(example, rows);
    };
  }
}
