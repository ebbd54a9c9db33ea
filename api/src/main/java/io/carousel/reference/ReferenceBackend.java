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

/** The pure-Java backend: arrays of double, loops, one thread. */
final class ReferenceBackend extends BaseBackend<ReferenceParameters> {
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

  /** All layers, and more than the precision that any plan can ask for. */
  @Override
  public Support supports(LayerInstance layer, Precision precision) {
    return Support.yes();
  }

  @Override
  protected ReferenceParameters newParameters(
      ParameterLayout layout, boolean training, int moments) {
    return new ReferenceParameters(layout, training, moments);
  }

  @Override
  protected Session newSession(NetworkSpec network, int sequences) {
    return new ReferenceSession(network, sequences);
  }

  @Override
  protected PlanBuilder newPlan(ReferenceParameters parameters, PlanShape shape, Mode mode) {
    return new ReferencePlanBuilder(this, parameters, shape, mode);
  }

  /** The garbage collector does it. */
  @Override
  protected void free() {}
}
