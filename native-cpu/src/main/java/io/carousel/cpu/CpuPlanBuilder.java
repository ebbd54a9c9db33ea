package io.carousel.cpu;

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
final class CpuPlanBuilder implements PlanBuilder {
  private final CpuBackend backend;
  private final CpuMemory memory;
  private final List<StatePorts> states = new ArrayList<>();
  private final List<AutoCloseable> owned = new ArrayList<>();
  private final List<AutoCloseable> slots = new ArrayList<>();
  private InputSpec input;
  private Buffer inputBuffer;
  private Buffer goal;
  private StagingCheck staged;
  private boolean sealed;

  CpuPlanBuilder(
      CpuBackend backend, CpuBudget budget, CpuParameters parameters, PlanShape shape, Mode mode) {
    this.backend = backend;
    memory = new CpuMemory(budget, parameters, shape, mode);
  }

  @Override
  public Buffer input(InputSpec spec) {
    Require.that(input == null, "a plan must have one input, second input=" + spec);
    input = spec;
    staged = new StagingCheck(spec, null, null);
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
      return CpuRecurrent.choose(backend, memory, layer, recurrent, ports, owned);
    } else if (spec instanceof DenseSpec dense) {
      return new CpuDense(memory, layer, dense, ports);
    } else if (spec instanceof EmbeddingSpec) {
      return new CpuEmbedding(memory, layer, ports);
    } else if (spec instanceof DropoutSpec dropout) {
      return new CpuDropout(memory, layer, dropout, ports);
    } else {
      return new CpuPool(memory, layer, (PoolSpec) spec, ports);
    }
  }

  @Override
  public Kernel loss(Loss kind, LossPorts ports) {
    staged = new StagingCheck(input, kind, ports);
    int numbers = staged.targetNumbers(memory.shape) + staged.classNumbers(memory.shape);
    goal = buffer(Region.INPUT, numbers);
    return new CpuLoss(memory, kind, ports, goal);
  }

  @Override
  public Kernel update(UpdateChain chain) {
    CpuUpdate update = new CpuUpdate(memory, chain);
    owned.add(update);
    return update;
  }

  @Override
  public Plan seal(Buffer output, List<Kernel> run, Kernel apply) {
    if (sealed) {
      throw new IllegalStateException("a plan must be sealed once, but seal() was called before");
    }
    int threads = CpuKernels.threads(backend.threads(memory.mode));
    try {
      memory.allocate();
    } finally {
      CpuKernels.threads(threads);
    }
    CpuStaging[] staging = {slot(), slot()};
    sealed = true;
    return new CpuPlan(backend, memory, staging, states, owned, output, run, apply);
  }

  private CpuStaging slot() {
    StagingCheck check = staged == null ? new StagingCheck(null, null, null) : staged;
    CpuStaging slot = new CpuStaging(memory, check, inputBuffer, goal);
    slots.add(slot);
    return slot;
  }

  @Override
  public void close() {
    if (!sealed) {
      CpuState.closeAll(owned);
      CpuState.closeAll(slots);
      memory.close();
    }
  }
}
