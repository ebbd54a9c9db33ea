package io.carousel.peers;

import io.carousel.loss.Loss;
import io.carousel.model.InputSpec;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.peers.StepClock.Part;
import io.carousel.spi.Backend;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.LossPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Region;
import io.carousel.spi.Session;
import io.carousel.spi.StatePorts;
import io.carousel.spi.Support;
import java.util.List;

/** Another backend whose plans report to a clock. Closing this does not close the other. */
record TimedBackend(Backend backend, StepClock clock) implements Backend {
  @Override
  public PlanBuilder plan(Parameters parameters, PlanShape shape, Mode mode) {
    return new TimedBuilder(backend.plan(parameters, shape, mode), clock);
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public String describe() {
    return backend.describe();
  }

  @Override
  public NumberType numberType() {
    return backend.numberType();
  }

  @Override
  public Support supports(LayerInstance layer, Precision precision) {
    return backend.supports(layer, precision);
  }

  @Override
  public Parameters parameters(ParameterLayout layout, boolean training, int moments) {
    return backend.parameters(layout, training, moments);
  }

  @Override
  public Session session(NetworkSpec network, int sequences) {
    return backend.session(network, sequences);
  }

  @Override
  public void close() {}

  private record TimedBuilder(PlanBuilder builder, StepClock clock) implements PlanBuilder {
    @Override
    public LayerKernel layer(LayerInstance layer, LayerPorts ports) {
      boolean recurrent = layer.spec().carriesState();
      LayerKernel kernel = builder.layer(layer, ports);
      return new TimedLayer(
          kernel,
          clock.time(recurrent ? Part.FORWARD : Part.HEAD, kernel.forward()),
          clock.time(recurrent ? Part.BACKWARD : Part.HEAD, kernel.backward()));
    }

    @Override
    public Kernel loss(Loss loss, LossPorts ports) {
      return clock.time(Part.HEAD, builder.loss(loss, ports));
    }

    @Override
    public Kernel update(UpdateChain chain) {
      return clock.time(Part.UPDATE, builder.update(chain));
    }

    @Override
    public Buffer input(InputSpec input) {
      return builder.input(input);
    }

    @Override
    public Buffer buffer(Region region, long elements) {
      return builder.buffer(region, elements);
    }

    @Override
    public StatePorts state(LayerInstance layer) {
      return builder.state(layer);
    }

    @Override
    public Plan seal(Buffer output, List<Kernel> run, Kernel apply) {
      return builder.seal(output, run, apply);
    }
  }

  private record TimedLayer(LayerKernel kernel, Kernel forward, Kernel backward)
      implements LayerKernel {
    @Override
    public String explain() {
      return kernel.explain();
    }
  }
}
