package io.carousel.parity.float32;

import io.carousel.Backends;
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

/** The reference, rounded, with a fault. */
public final class Float32Backend implements Backend {
  private final Backend reference = Backends.named("reference");
  private final Fault fault;
  private final int threads;

  public Float32Backend(Fault fault, int threads) {
    this.fault = fault;
    this.threads = threads;
  }

  @Override
  public String name() {
    return Float32Provider.NAME;
  }

  @Override
  public String describe() {
    return name() + ": an example" + (fault == Fault.NONE ? "" : " with " + fault);
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
    return new Float32Parameters(reference.parameters(layout, training, moments), fault);
  }

  @Override
  public Session session(NetworkSpec network, int sequences) {
    return new Float32Session(reference.session(network, sequences));
  }

  @Override
  public PlanBuilder plan(Parameters parameters, PlanShape shape, Mode mode) {
    Require.that(
        parameters instanceof Float32Parameters,
        "parameters must come from backend "
            + name()
            + ", parameters="
            + parameters.getClass().getSimpleName());
    Float32Parameters own = (Float32Parameters) parameters;
    PlanBuilder builder = reference.plan(own.reference(), ofReference(shape), mode);
    return new Float32Builder(builder, new Float32Memory(own, shape, mode, fault, threads));
  }

  /** The reference skips updates where the loss is scaled; else it need not know. */
  private static PlanShape ofReference(PlanShape shape) {
    return shape.precision().scalesLoss()
        ? shape
        : new PlanShape(
            shape.steps(), shape.sequences(), shape.ragged(), shape.stateful(), Precision.STRICT);
  }

  @Override
  public void close() {
    reference.close();
  }
}
