package io.carousel.cpu;

import io.carousel.loss.Loss;
import io.carousel.model.DenseSpec;
import io.carousel.model.DropoutSpec;
import io.carousel.model.LayerInstance;
import io.carousel.model.PoolSpec;
import io.carousel.model.RecurrentSpec;
import io.carousel.optim.UpdateChain;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.LossPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Region;
import io.carousel.spi.StagingCheck;
import io.carousel.spi.base.BasePlanBuilder;
import java.util.ArrayList;
import java.util.List;

/** Counts the buffers, makes the kernels, and allocates when the plan is sealed. */
final class CpuPlanBuilder extends BasePlanBuilder {
  private final CpuBackend backend;
  private final CpuMemory memory;
  private final List<AutoCloseable> owned = new ArrayList<>();
  private Buffer goal;

  CpuPlanBuilder(
      CpuBackend backend, CpuBudget budget, CpuParameters parameters, PlanShape shape, Mode mode) {
    super(backend, parameters, shape, mode);
    this.backend = backend;
    memory = new CpuMemory(budget, parameters, shape, mode);
  }

  @Override
  public Buffer buffer(Region region, long elements) {
    return memory.buffer(region, elements);
  }

  @Override
  protected LayerKernel recurrent(LayerInstance layer, RecurrentSpec spec, LayerPorts ports) {
    return CpuRecurrent.choose(backend, memory, layer, spec, ports, owned);
  }

  @Override
  protected LayerKernel dense(LayerInstance layer, DenseSpec spec, LayerPorts ports) {
    return new CpuDense(memory, layer, spec, ports);
  }

  @Override
  protected LayerKernel embedding(LayerInstance layer, LayerPorts ports) {
    return new CpuEmbedding(memory, layer, ports);
  }

  @Override
  protected LayerKernel dropout(LayerInstance layer, DropoutSpec spec, LayerPorts ports) {
    return new CpuDropout(memory, layer, spec, ports);
  }

  @Override
  protected LayerKernel pool(LayerInstance layer, PoolSpec spec, LayerPorts ports) {
    return new CpuPool(memory, layer, spec, ports);
  }

  @Override
  protected Kernel newLoss(Loss kind, LossPorts ports, StagingCheck check) {
    int numbers = check.targetNumbers(memory.shape) + check.classNumbers(memory.shape);
    goal = buffer(Region.INPUT, numbers);
    return new CpuLoss(memory, kind, ports, goal);
  }

  @Override
  protected Kernel newUpdate(UpdateChain chain) {
    CpuUpdate update = new CpuUpdate(memory, chain);
    owned.add(update);
    return update;
  }

  @Override
  protected Plan newPlan(Parts parts) {
    int before = CpuTeam.begin(backend.threads(memory.mode));
    try {
      memory.allocate(Plan.SLOTS * memory.bytes(Region.INPUT));
    } finally {
      CpuTeam.end(before);
    }
    CpuStaging[] slots = {slot(parts), slot(parts)};
    return new CpuPlan(backend, memory, slots, owned, parts);
  }

  private CpuStaging slot(Parts parts) {
    CpuStaging slot = new CpuStaging(memory, parts.check(), parts.input(), goal);
    owned.add(slot);
    return slot;
  }

  @Override
  protected void free() {
    CpuResources.closeAll(owned);
    memory.close();
  }
}
