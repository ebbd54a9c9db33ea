package io.carousel.reference;

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
final class ReferencePlanBuilder extends BasePlanBuilder {
  private final ReferenceBackend backend;
  private final ReferenceMemory memory;

  ReferencePlanBuilder(
      ReferenceBackend backend, ReferenceParameters parameters, PlanShape shape, Mode mode) {
    super(backend, parameters, shape, mode);
    this.backend = backend;
    memory = new ReferenceMemory(backend.heap(), parameters, shape, mode);
  }

  @Override
  public Buffer buffer(Region region, long elements) {
    return memory.buffer(region, elements);
  }

  @Override
  protected LayerKernel recurrent(LayerInstance layer, RecurrentSpec spec, LayerPorts ports) {
    return new ReferenceRecurrent(memory, layer, spec, ports);
  }

  @Override
  protected LayerKernel dense(LayerInstance layer, DenseSpec spec, LayerPorts ports) {
    return new ReferenceDense(memory, layer, spec, ports);
  }

  @Override
  protected LayerKernel embedding(LayerInstance layer, LayerPorts ports) {
    return new ReferenceEmbedding(memory, layer, ports);
  }

  @Override
  protected LayerKernel dropout(LayerInstance layer, DropoutSpec spec, LayerPorts ports) {
    return new ReferenceDropout(memory, layer, spec, ports);
  }

  @Override
  protected LayerKernel pool(LayerInstance layer, PoolSpec spec, LayerPorts ports) {
    return new ReferencePool(memory, layer, spec, ports);
  }

  @Override
  protected Kernel newLoss(Loss kind, LossPorts ports, StagingCheck check) {
    return new ReferenceLoss(memory, kind, ports);
  }

  @Override
  protected Kernel newUpdate(UpdateChain chain) {
    return new ReferenceUpdate(memory, chain);
  }

  @Override
  protected Plan newPlan(Parts parts) {
    memory.allocate();
    ReferenceStaging[] slots = new ReferenceStaging[Plan.SLOTS];
    for (int slot = 0; slot < Plan.SLOTS; slot++) {
      slots[slot] = new ReferenceStaging(memory, parts.check());
    }
    return new ReferencePlan(backend, memory, slots, parts);
  }

  @Override
  protected void free() {
    memory.free();
  }
}
