package io.carousel.predict;

import io.carousel.data.Batch;
import io.carousel.data.BatchSource;
import io.carousel.data.Dataset;
import io.carousel.error.MemoryLimitException;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.PlanCache;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Session;
import io.carousel.spi.Sums;
import java.util.Arrays;

/**
 * Runs a network forward over a data set without dropout, counting losses if the program has one.
 * Not safe for use by several threads.
 */
public final class Evaluator implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Evaluator.class.getName());

  private final Backend backend;
  private final Parameters parameters;
  private final Program program;
  private final Precision precision;
  private final Mode mode;
  private final PlanCache plans;
  private boolean told;

  /** An evaluator in strict precision over parameters that stay the caller's. */
  public Evaluator(Backend backend, Parameters parameters, Program program) {
    this(backend, parameters, program, Precision.STRICT);
  }

  /** An evaluator over parameters that stay the caller's. */
  public Evaluator(Backend backend, Parameters parameters, Program program, Precision precision) {
    this.precision = precision;
    this.backend = backend;
    this.parameters = parameters;
    this.program = program;
    this.mode = program.loss() == null ? Mode.INFERENCE : Mode.EVALUATION;
    this.plans = new PlanCache(backend, parameters, program);
  }

  /**
   * One pass over all batches of the source; those that memory has no room for are run in parts. It
   * counts from zero and leaves the parameters' sums as they were, so that it may come in the
   * middle of an update.
   *
   * @return what was counted; all zero without a loss
   */
  public Sums evaluate(BatchSource source, OutputListener listener) {
    if (!mode.hasLoss()) {
      pass(source, listener); // counts nothing, so there is nothing to wait for
      return Sums.ZERO;
    }
    Sums before = parameters.sums();
    parameters.sums(Sums.ZERO);
    try {
      pass(source, listener);
      return parameters.sums();
    } finally {
      parameters.sums(before);
    }
  }

  private void pass(BatchSource source, OutputListener listener) {
    try (Session session =
        source.carriesState() ? backend.session(program.network(), source.sequences()) : null) {
      for (Batch batch : source.epoch(0)) {
        run(source, batch, session, listener);
      }
    } finally {
      plans.release();
    }
  }

  private void run(BatchSource source, Batch batch, Session session, OutputListener listener) {
    run(source.data(), batch, source.shape(batch, precision), session, listener);
  }

  private void run(
      Dataset data, Batch batch, PlanShape shape, Session session, OutputListener listener) {
    NetworkPlan plan;
    try {
      plan = plans.get(shape, mode);
    } catch (MemoryLimitException e) {
      if (shape.stateful() || shape.sequences() == 1) {
        throw e;
      }
      runHalves(data, batch, shape, listener);
      return;
    }
    batch.fill(data, plan.staging(0));
    if (session != null) {
      batch.resetFresh(session);
    }
    plan.run(0, session);
    if (listener != OutputListener.NONE) {
      hand(batch, data, plan, listener);
    }
  }

  /** A batch that is too large for memory is run in two parts; each may be halved again. */
  private void runHalves(Dataset data, Batch batch, PlanShape shape, OutputListener listener) {
    int half = (shape.sequences() + 1) / 2;
    if (!told) {
      told = true;
      LOG.log(
          System.Logger.Level.INFO,
          "a batch does not fit the memory limit and is run in parts, sequences="
              + shape.sequences()
              + ", now="
              + half);
    }
    PlanShape part = new PlanShape(shape.steps(), half, true, false, shape.precision());
    int[] examples = batch.examples();
    for (int from = 0; from < examples.length; from += half) {
      int[] some = Arrays.copyOfRange(examples, from, Math.min(examples.length, from + half));
      run(data, new Batch(some, null, batch.steps()), part, null, listener);
    }
  }

  private static void hand(Batch batch, Dataset data, NetworkPlan plan, OutputListener listener) {
    float[] output = new float[plan.outputSize()];
    plan.plan().output(output);
    int width = plan.outputWidth();
    int sequences = plan.shape().sequences();
    for (int row = 0; row < batch.examples().length; row++) {
      int example = batch.examples()[row];
      if (example == Batch.NONE) {
        continue;
      }
      float[][] rows = new float[plan.outputPerStep() ? data.length(example) : 1][width];
      for (int t = 0; t < rows.length; t++) {
        System.arraycopy(output, (t * sequences + row) * width, rows[t], 0, width);
      }
      listener.output(example, rows);
    }
  }

  @Override
  public void close() {
    plans.close();
  }
}
