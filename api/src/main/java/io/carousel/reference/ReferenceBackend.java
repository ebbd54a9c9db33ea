package io.carousel.reference;

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

/** The pure-Java backend: arrays of double, loops, one thread. */
final class ReferenceBackend implements Backend {
  private volatile boolean closed;

  @Override
  public String name() {
    return ReferenceProvider.NAME;
  }

  @Override
  public String describe() {
    return ReferenceProvider.NAME + ": " + ReferenceProvider.DESCRIPTION;
  }

  @Override
  public NumberType numberType() {
    return NumberType.F64;
  }

  /** All layers, and more than the precision that any plan can ask for. */
  @Override
  public Support supports(LayerInstance layer, Precision precision) {
    return Support.yes();
  }

  @Override
  public Parameters parameters(ParameterLayout layout, boolean training, int moments) {
    checkOpen();
    return new ReferenceParameters(layout, training, moments);
  }

  @Override
  public Session session(NetworkSpec network, int sequences) {
    checkOpen();
    return new ReferenceSession(network, sequences);
  }

  @Override
  public PlanBuilder plan(Parameters parameters, PlanShape shape, Mode mode) {
    checkOpen();
    Require.that(
        parameters instanceof ReferenceParameters,
        "parameters must come from backend reference, parameters="
            + parameters.getClass().getSimpleName());
    ReferenceParameters own = (ReferenceParameters) parameters;
    own.checkOpen();
    Require.that(
        !mode.hasBackward() || own.has(Parameters.Block.GRADIENTS),
        "parameters must have gradient sums for a backward pass, mode="
            + mode
            + "; create them with training=true");
    return new ReferencePlanBuilder(own, shape, mode);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    ReferenceMemory.checkOpen(!closed, "backend");
  }
}
