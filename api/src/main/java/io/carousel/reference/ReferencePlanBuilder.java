package io.carousel.reference;

import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import io.carousel.model.DenseSpec;
import io.carousel.model.DropoutSpec;
import io.carousel.model.EmbeddingSpec;
import io.carousel.model.InputSpec;
import io.carousel.model.LayerInstance;
import io.carousel.model.LayerSpec;
import io.carousel.model.PoolSpec;
import io.carousel.model.RecurrentSpec;
import io.carousel.optim.UpdateChain;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerCheck;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.LossPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Region;
import io.carousel.spi.StagingCheck;
import io.carousel.spi.StatePorts;
import java.util.ArrayList;
import java.util.List;

/** Counts the buffers, makes the kernels, and allocates when the plan is sealed. */
final class ReferencePlanBuilder implements PlanBuilder {
  private final ReferenceMemory memory;
  private final List<StatePorts> states = new ArrayList<>();
  private InputSpec input;
  private Buffer inputBuffer;
  private StagingCheck staged;

  ReferencePlanBuilder(ReferenceParameters parameters, PlanShape shape, Mode mode) {
    memory = new ReferenceMemory(parameters, shape, mode);
  }

  @Override
  public Buffer input(InputSpec spec) {
    Require.that(input == null, "a plan must have one input, second input=" + spec);
    input = spec;
    int width = spec instanceof InputSpec.Tokens ? 1 : spec.width();
    long positions = (long) memory.shape.steps() * memory.shape.sequences();
    inputBuffer = buffer(Region.INPUT, positions * width);
    return inputBuffer;
  }

  @Override
  public Buffer buffer(Region region, long elements) {
    return memory.buffer(region, elements);
  }

  @Override
  public StatePorts state(LayerInstance layer) {
    StatePorts ports = StatePorts.of(this, layer, memory.shape, memory.mode);
    states.add(ports);
    return ports;
  }

  @Override
  public LayerKernel layer(LayerInstance layer, LayerPorts ports) {
    LayerCheck.check(memory.parameters.layout(), memory.shape, layer, ports);
    LayerSpec spec = layer.spec();
    if (spec instanceof RecurrentSpec recurrent) {
      return new ReferenceRecurrent(memory, layer, recurrent, ports);
    } else if (spec instanceof DenseSpec dense) {
      return new ReferenceDense(memory, layer, dense, ports);
    } else if (spec instanceof EmbeddingSpec) {
      return new ReferenceEmbedding(memory, layer, ports);
    } else if (spec instanceof DropoutSpec dropout) {
      return new ReferenceDropout(memory, layer, dropout, ports);
    } else {
      return new ReferencePool(memory, layer, (PoolSpec) spec, ports);
    }
  }

  @Override
  public Kernel loss(Loss kind, LossPorts ports) {
    staged = new StagingCheck(input, kind, ports);
    return new ReferenceLoss(memory, kind, ports);
  }

  @Override
  public Kernel update(UpdateChain chain) {
    return new ReferenceUpdate(memory, chain);
  }

  @Override
  public Plan seal(Buffer output, List<Kernel> run, Kernel apply) {
    if (memory.values != null) {
      throw new IllegalStateException("a plan must be sealed once, but seal() was called before");
    }
    memory.allocate();
    StagingCheck check = staged == null ? new StagingCheck(input, null, null) : staged;
    ReferenceStaging[] staging = new ReferenceStaging[Plan.SLOTS];
    for (int slot = 0; slot < Plan.SLOTS; slot++) {
      staging[slot] = new ReferenceStaging(memory.shape, check);
    }
    return new ReferencePlan(memory, staging, inputBuffer, List.copyOf(states), output, run, apply);
  }
}
