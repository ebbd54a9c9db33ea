package io.carousel.spi;

import io.carousel.Backends;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import java.util.EnumSet;
import java.util.Set;

/**
 * The reference, which notes what it is asked for and refuses a precision on demand. Like a GPU it
 * keeps gradient sums times the loss scale.
 */
public final class WatchedBackend implements Backend {
  private final Backend reference = Backends.named("reference");
  private final Set<Precision> planned = EnumSet.noneOf(Precision.class);
  private final Precision refused;
  private ScaledParameters parameters;

  /** Refuses nothing. */
  public WatchedBackend() {
    this(null);
  }

  public WatchedBackend(Precision refused) {
    this.refused = refused;
  }

  /** The precisions of all plans so far. */
  public Set<Precision> planned() {
    return planned;
  }

  /** The parameters made last. */
  public Parameters lastParameters() {
    return parameters;
  }

  @Override
  public String name() {
    return "watched";
  }

  @Override
  public String describe() {
    return "watched: an example";
  }

  @Override
  public NumberType numberType() {
    return reference.numberType();
  }

  @Override
  public Support supports(LayerInstance layer, Precision precision) {
    return precision == refused ? Support.no("it is too coarse") : Support.yes();
  }

  @Override
  public Parameters parameters(ParameterLayout layout, boolean training, int moments) {
    parameters = new ScaledParameters(reference.parameters(layout, training, moments));
    return parameters;
  }

  @Override
  public Session session(NetworkSpec network, int sequences) {
    return reference.session(network, sequences);
  }

  @Override
  public PlanBuilder plan(Parameters of, PlanShape shape, Mode mode) {
    planned.add(shape.precision());
    return reference.plan(((ScaledParameters) of).reference(), shape, mode);
  }

  @Override
  public void close() {
    reference.close();
  }
}
