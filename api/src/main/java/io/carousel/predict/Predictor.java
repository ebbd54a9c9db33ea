package io.carousel.predict;

import io.carousel.data.Batch;
import io.carousel.data.BatchSource;
import io.carousel.data.DataShape;
import io.carousel.data.Dataset;
import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import io.carousel.internal.Require;
import io.carousel.model.LayerSpec;
import io.carousel.model.NetworkSpec;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.PlanCache;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Session;
import java.util.List;

/**
 * Predicts with a model on a backend. Any thread may call it; calls wait for each other. Outputs
 * are those of the network: a classifier's are logits.
 */
public final class Predictor implements AutoCloseable {
  private final NetworkSpec network;
  private final Backend backend;
  private final Precision precision;
  private final Parameters parameters;
  private final Evaluator evaluator;
  private final PlanCache streams;
  private boolean closed;

  Predictor(Model model, Backend backend, Precision precision) {
    this.precision = precision;
    this.network = model.network();
    this.backend = backend;
    this.parameters = model.on(backend);
    Program program = Program.inference(network);
    this.evaluator = new Evaluator(backend, parameters, program, precision);
    this.streams = new PlanCache(backend, parameters, program);
  }

  /**
   * The output for one sequence.
   *
   * @param steps [T][C]
   * @return K numbers
   * @throws IllegalArgumentException if the network has an output per step; use {@link
   *     #predictSteps}
   */
  public float[] predict(float[][] steps) {
    Require.that(
        !network.outputPerStep(),
        "predict needs one output per sequence, outputPerStep=true; use predictSteps");
    return predict(Sequence.of(steps))[0];
  }

  /**
   * The outputs for each step of one sequence.
   *
   * @param steps [T][C]
   * @return [T][K]
   */
  public float[][] predictSteps(float[][] steps) {
    Require.that(
        network.outputPerStep(),
        "predictSteps needs an output per step, outputPerStep=false; use predict");
    return predict(Sequence.of(steps));
  }

  /** The rows of output for one sequence: one per step, or a single one. */
  public float[][] predict(Sequence sequence) {
    float[][][] result = new float[1][][];
    predict(new SingleSequence(Sequences.of(List.of(sequence))), (i, rows) -> result[0] = rows);
    return result[0];
  }

  /** The outputs of all examples of a source, in the order in which batches come. */
  public synchronized void predict(BatchSource source, OutputListener listener) {
    checkOpen();
    checkInput(network, source.data());
    evaluator.evaluate(source, listener);
  }

  /**
   * The state of a stream that has shown nothing yet.
   *
   * @throws IllegalArgumentException if the network cannot read a stream
   */
  public synchronized StreamState start() {
    checkOpen();
    Require.that(
        network.causal() && network.layers().stream().allMatch(Predictor::streams),
        "a stream needs layers that read forward and no mean or max over time, network="
            + network.layers());
    try (Session session = backend.session(network, 1)) {
      return new StreamState(network, session.read());
    }
  }

  private static boolean streams(LayerSpec layer) {
    return switch (layer.kind()) {
      case POOL -> streams(((PoolSpec) layer).pooling());
      case EMBEDDING, RECURRENT, DROPOUT, DENSE -> true;
    };
  }

  private static boolean streams(Pooling pooling) {
    return switch (pooling) {
      case FINAL_STATE, LAST_POSITION -> true;
      case MEAN, MAX -> false;
    };
  }

  /**
   * Goes on from a state by some more time steps, at least one.
   *
   * @throws IllegalArgumentException if the state is of another network, or the steps are not what
   *     the network reads
   */
  public synchronized StreamOutput advance(StreamState state, Sequence more) {
    checkOpen();
    Require.that(
        state.network().equals(network),
        "a stream's state must be of the same network, state="
            + state.network()
            + ", now="
            + network
            + "; begin with start()");
    Require.positive(more.length(), "steps");
    Dataset data = Sequences.of(List.of(more));
    checkInput(network, data);
    int steps = SingleSequence.planSteps(more.length());
    PlanShape shape = new PlanShape(steps, 1, steps != more.length(), true, precision);
    NetworkPlan plan = streams.get(shape, Mode.INFERENCE);
    Batch batch = new Batch(new int[] {0}, null, more.length());
    try (Session session = backend.session(network, 1)) {
      session.write(state.states());
      batch.fill(data, plan.staging(0));
      plan.run(0, session);
      return new StreamOutput(rows(plan, more.length()), new StreamState(network, session.read()));
    } finally {
      streams.release();
    }
  }

  /** Goes on by one time step with C features. */
  public StreamOutput advance(StreamState state, float... features) {
    return advance(state, Sequence.of(new float[][] {features}));
  }

  private static float[][] rows(NetworkPlan plan, int steps) {
    float[] output = new float[plan.outputSize()];
    plan.plan().output(output);
    float[][] rows = new float[plan.outputPerStep() ? steps : 1][plan.outputWidth()];
    for (int t = 0; t < rows.length; t++) {
      System.arraycopy(output, t * rows[t].length, rows[t], 0, rows[t].length);
    }
    return rows;
  }

  static void checkInput(NetworkSpec network, Dataset data) {
    DataShape shape = data.shape();
    boolean tokens = network.input().tokens();
    Require.that(
        tokens == shape.tokens(),
        "the data must have what the network reads, network="
            + network.input()
            + ", data="
            + shape);
    int expected = network.input().width();
    if (tokens) {
      Require.that(
          shape.inputWidth() <= expected,
          "tokens must be below the vocabulary, vocabulary="
              + expected
              + ", token="
              + (shape.inputWidth() - 1));
    } else {
      Require.that(
          shape.inputWidth() == expected || data.longest() == 0,
          "features must be as many as the network reads, network="
              + expected
              + ", data="
              + shape.inputWidth());
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("a predictor must be open, closed=true; make a new one");
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      evaluator.close();
      streams.close();
      parameters.close();
    }
  }
}
