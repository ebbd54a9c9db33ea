package io.carousel.cpu;

import io.carousel.bindings.Engine;
import io.carousel.bindings.OneDnn;
import io.carousel.bindings.Stream;
import io.carousel.internal.Require;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Backend;
import io.carousel.spi.Mode;
import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Session;
import io.carousel.spi.Support;

/** The CPU backend: float32, oneDNN and kernels of our own, any number of threads. */
final class CpuBackend implements Backend {
  private final int threads;
  private final CpuBudget budget;
  private final Engine engine;
  private final Stream stream;
  private final CpuUse use = new CpuUse("backend");
  private final int predictionThreads;

  /**
   * @param threads how many threads a call uses; 0 for all cores in training and one in prediction,
   *     since OpenMP keeps a team for every thread that calls
   */
  CpuBackend(int threads, long memoryLimit) {
    this.threads = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    predictionThreads = threads > 0 ? threads : 1;
    budget = new CpuBudget(memoryLimit);
    engine = Engine.cpu();
    stream = Stream.of(engine);
  }

  /** How many threads plans of this mode are made and run with. */
  int threads(Mode mode) {
    return mode == Mode.INFERENCE ? predictionThreads : threads;
  }

  CpuUse use() {
    return use;
  }

  Engine engine() {
    return engine;
  }

  Stream stream() {
    return stream;
  }

  @Override
  public String name() {
    return CpuProvider.NAME;
  }

  @Override
  public String describe() {
    return CpuProvider.NAME
        + ": oneDNN "
        + OneDnn.version()
        + ", "
        + OneDnn.instructionSet()
        + ", own kernels "
        + CpuKernels.instructionSet()
        + ", "
        + threads
        + (threads == 1 ? " thread" : " threads");
  }

  @Override
  public NumberType numberType() {
    return NumberType.F32;
  }

  @Override
  public Support supports(LayerInstance layer, Precision precision) {
    return Support.yes();
  }

  @Override
  public Parameters parameters(ParameterLayout layout, boolean training, int moments) {
    checkOpen();
    return new CpuParameters(budget, layout, training, moments);
  }

  @Override
  public Session session(NetworkSpec network, int sequences) {
    checkOpen();
    return new CpuSession(budget, network, sequences);
  }

  @Override
  public PlanBuilder plan(Parameters parameters, PlanShape shape, Mode mode) {
    checkOpen();
    Require.that(
        parameters instanceof CpuParameters,
        "parameters must come from backend cpu, parameters="
            + parameters.getClass().getSimpleName());
    CpuParameters own = (CpuParameters) parameters;
    own.checkOpen();
    Require.that(
        !mode.hasBackward() || own.has(Parameters.Block.GRADIENTS),
        "parameters must have gradient sums for a backward pass, mode="
            + mode
            + "; create them with training=true");
    return new CpuPlanBuilder(this, budget, own, shape, mode);
  }

  private void checkOpen() {
    use.checkOpen();
  }

  @Override
  public void close() {
    if (use.close()) {
      stream.close();
      engine.close();
    }
  }
}
