package io.carousel.cpu;

import io.carousel.bindings.Engine;
import io.carousel.bindings.OneDnn;
import io.carousel.bindings.Stream;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import io.carousel.spi.NumberType;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Session;
import io.carousel.spi.Support;
import io.carousel.spi.base.BaseBackend;
import io.carousel.spi.base.MemoryBudget;

/** The CPU backend: float32, oneDNN and kernels of our own, any number of threads. */
final class CpuBackend extends BaseBackend<CpuParameters> {
  private final int threads;
  private final CpuBudget budget;
  private final Engine engine;
  private final Stream stream;
  private final int predictionThreads;

  /**
   * Starts oneDNN, and a team of threads to see how many there are.
   *
   * @param threads how many threads a call uses; 0 for all cores in training and one in prediction,
   *     since OpenMP keeps a team for every thread that calls
   */
  CpuBackend(int threads) {
    super(CpuProvider.NAME, CpuParameters.class);
    int cores = Math.min(Runtime.getRuntime().availableProcessors(), BackendOptions.MAX_THREADS);
    this.threads = CpuTeam.given(threads > 0 ? threads : cores);
    predictionThreads = threads > 0 ? this.threads : 1;
    budget = new CpuBudget();
    engine = Engine.cpu();
    stream = Stream.of(engine);
  }

  /** How many threads plans of this mode are made and run with. */
  int threads(Mode mode) {
    return mode == Mode.INFERENCE ? predictionThreads : threads;
  }

  Engine engine() {
    return engine;
  }

  Stream stream() {
    return stream;
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
    return precision == Precision.STRICT
        ? Support.yes()
        : Support.no(
            "cpu computes in float32 only, precision="
                + precision.label()
                + "; use precision strict, or backend gpu");
  }

  @Override
  protected CpuParameters newParameters(ParameterLayout layout, boolean training, int moments) {
    return new CpuParameters(budget, layout, training, moments);
  }

  @Override
  protected Session newSession(NetworkSpec network, int sequences) {
    return new CpuSession(budget, network, sequences);
  }

  @Override
  protected PlanBuilder newPlan(CpuParameters parameters, PlanShape shape, Mode mode) {
    return new CpuPlanBuilder(this, budget, parameters, shape, mode);
  }

  @Override
  protected MemoryBudget memory() {
    return budget.count();
  }

  @Override
  protected void free() {
    stream.close();
    engine.close();
    budget.trim();
  }
}
