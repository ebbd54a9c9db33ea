package io.carousel.gpu;

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

/** Counts the buffers, makes the kernels, and allocates when the plan is sealed. */
final class GpuPlanBuilder extends BasePlanBuilder {
  private final GpuBackend backend;
  private final GpuMemory memory;
  private Buffer goal;

  GpuPlanBuilder(GpuBackend backend, GpuParameters parameters, PlanShape shape, Mode mode) {
    super(backend, parameters, shape, mode);
    this.backend = backend;
    memory = new GpuMemory(backend, parameters, shape, mode);
  }

  @Override
  public Buffer buffer(Region region, long elements) {
    return memory.buffer(region, elements);
  }

  /** Asks cuDNN, so it takes its turn. */
  @Override
  protected LayerKernel recurrent(LayerInstance layer, RecurrentSpec spec, LayerPorts ports) {
    backend.queue().enter();
    try {
      return new GpuRecurrent(memory, layer, spec, ports);
    } finally {
      backend.queue().leave();
    }
  }

  @Override
  protected LayerKernel dense(LayerInstance layer, DenseSpec spec, LayerPorts ports) {
    return new GpuDense(memory, layer, spec, ports);
  }

  @Override
  protected LayerKernel embedding(LayerInstance layer, LayerPorts ports) {
    return new GpuEmbedding(memory, layer, ports);
  }

  @Override
  protected LayerKernel dropout(LayerInstance layer, DropoutSpec spec, LayerPorts ports) {
    return new GpuDropout(memory, layer, spec, ports);
  }

  @Override
  protected LayerKernel pool(LayerInstance layer, PoolSpec spec, LayerPorts ports) {
    return new GpuPool(memory, layer, spec, ports);
  }

  @Override
  protected Kernel newLoss(Loss kind, LossPorts ports, StagingCheck check) {
    int numbers = check.targetNumbers(memory.shape) + check.classNumbers(memory.shape);
    goal = buffer(Region.INPUT, numbers);
    return new GpuLoss(memory, kind, ports, goal).kernel();
  }

  @Override
  protected Kernel newUpdate(UpdateChain chain) {
    return new GpuUpdate(memory, chain).kernel();
  }

  @Override
  protected Plan newPlan(Parts parts) {
    memory.allocate();
    GpuStaging[] slots = {slot(parts), slot(parts)};
    return new GpuPlan(backend, memory, slots, parts);
  }

  private GpuStaging slot(Parts parts) {
    backend.queue().enter();
    try {
      return memory.own(new GpuStaging(memory, parts.check(), parts.input(), goal));
    } finally {
      backend.queue().leave();
    }
  }

  @Override
  protected void free() {
    memory.close();
  }
}
