package io.carousel.reference;

import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Mode;
import io.carousel.spi.NumberType;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Session;
import io.carousel.spi.Support;
import io.carousel.spi.base.BaseBackend;
import io.carousel.spi.base.MemoryBudget;
import java.util.concurrent.atomic.AtomicBoolean;

/** The pure-Java backend: arrays of double, loops, one thread. */
final class ReferenceBackend extends BaseBackend<ReferenceParameters> {
  private static final System.Logger LOG = System.getLogger(ReferenceBackend.class.getName());

  private final ReferenceHeap heap = new ReferenceHeap();
  private final AtomicBoolean told = new AtomicBoolean();

  ReferenceBackend() {
    super(ReferenceProvider.NAME, ReferenceParameters.class);
  }

  @Override
  public String describe() {
    return ReferenceProvider.NAME + ": " + ReferenceProvider.DESCRIPTION;
  }

  @Override
  public NumberType numberType() {
    return NumberType.F64;
  }

  /** All layers in any precision: double is what each of them is measured by. */
  @Override
  public Support supports(LayerInstance layer, Precision precision) {
    return Support.yes();
  }

  @Override
  protected ReferenceParameters newParameters(
      ParameterLayout layout, boolean training, int moments) {
    return new ReferenceParameters(heap, layout, training, moments);
  }

  @Override
  protected Session newSession(NetworkSpec network, int sequences) {
    return new ReferenceSession(heap, network, sequences);
  }

  @Override
  protected PlanBuilder newPlan(ReferenceParameters parameters, PlanShape shape, Mode mode) {
    if (shape.precision() != Precision.STRICT && !told.getAndSet(true)) {
      LOG.log(
          System.Logger.Level.INFO,
          "reference computes in double precision, precision="
              + shape.precision().label()
              + " asks for less");
    }
    return new ReferencePlanBuilder(this, parameters, shape, mode);
  }

  @Override
  protected MemoryBudget memory() {
    return heap.count();
  }

  ReferenceHeap heap() {
    return heap;
  }

  /** The garbage collector does it. */
  @Override
  protected void free() {}
}
