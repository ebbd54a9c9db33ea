package io.carousel.reference;

import io.carousel.loss.Loss;
import io.carousel.model.InitialWeights;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.LossPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Region;
import io.carousel.spi.Session;
import io.carousel.spi.StatePorts;
import java.util.ArrayList;
import java.util.List;

/** A whole network with its weights, planned by hand for as many shapes as a test likes. */
final class SmallNetwork implements AutoCloseable {
  final Backend backend = new ReferenceProvider().open(BackendOptions.defaults());
  final NetworkSpec network;
  final Parameters parameters;

  SmallNetwork(NetworkSpec network) {
    this.network = network;
    parameters = backend.parameters(ParameterLayout.of(network), true, 2);
    parameters.write(Parameters.Block.WEIGHTS, InitialWeights.of(network, 5));
  }

  Plan plan(PlanShape shape, Mode mode, Loss loss, UpdateChain chain) {
    return plan(backend, parameters, network, shape, mode, loss, chain);
  }

  static Plan plan(
      Backend backend,
      Parameters parameters,
      NetworkSpec network,
      PlanShape shape,
      Mode mode,
      Loss loss,
      UpdateChain chain) {
    PlanBuilder builder = backend.plan(parameters, shape, mode);
    Buffer x = builder.input(network.input());
    Buffer dx = null;
    List<Kernel> run = new ArrayList<>();
    List<Kernel> backward = new ArrayList<>();
    for (LayerInstance layer : network.instances()) {
      int rows = (layer.outputPerStep() ? shape.steps() : 1) * shape.sequences();
      long size = (long) rows * layer.outputWidth();
      Buffer y = builder.buffer(Region.ACTIVATIONS, size);
      Buffer dy = mode.hasBackward() ? builder.buffer(Region.GRADIENTS, size) : null;
      StatePorts state = layer.spec().carriesState() ? builder.state(layer) : null;
      LayerKernel kernel = builder.layer(layer, new LayerPorts(x, dx, y, dy, state));
      run.add(kernel.forward());
      backward.add(0, kernel.backward());
      x = y;
      dx = dy;
    }
    if (mode.hasLoss()) {
      LossPorts ports = new LossPorts(x, dx, network.outputWidth(), network.outputPerStep());
      run.add(builder.loss(loss, ports));
    }
    if (mode.hasBackward()) {
      run.addAll(backward);
    }
    return builder.seal(x, run, chain == null ? null : builder.update(chain));
  }

  Session session(int sequences) {
    return backend.session(network, sequences);
  }

  @Override
  public void close() {
    parameters.close();
    backend.close();
  }
}
