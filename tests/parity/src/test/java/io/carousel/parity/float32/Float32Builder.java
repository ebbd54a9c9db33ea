package io.carousel.parity.float32;

import io.carousel.loss.Loss;
import io.carousel.model.InputSpec;
import io.carousel.model.LayerInstance;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.LossPorts;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.Region;
import io.carousel.spi.StatePorts;
import java.util.List;

/** The reference's builder with other kernels; the reference's own check the ports. */
final class Float32Builder implements PlanBuilder {
  private final PlanBuilder reference;
  private final Float32Memory memory;

  Float32Builder(PlanBuilder reference, Float32Memory memory) {
    this.reference = reference;
    this.memory = memory;
  }

  @Override
  public Buffer input(InputSpec input) {
    return reference.input(input);
  }

  @Override
  public Buffer buffer(Region region, long elements) {
    return reference.buffer(region, elements);
  }

  @Override
  public StatePorts state(LayerInstance layer) {
    return reference.state(layer);
  }

  @Override
  public LayerKernel layer(LayerInstance layer, LayerPorts ports) {
    LayerKernel checked = reference.layer(layer, ports);
    return switch (layer.spec().kind()) {
      case RECURRENT -> new Float32Recurrent(memory, layer, ports);
      case DENSE -> new Float32Dense(memory, layer, ports);
      case DROPOUT -> new Float32Dropout(memory, layer, ports);
      case EMBEDDING -> new Float32Embedding(memory, layer, ports);
      case POOL -> new Pool(memory, layer, checked, ports);
    };
  }

  /** The reference's, rounded. */
  private record Pool(
      Float32Memory memory, LayerInstance layer, LayerKernel reference, LayerPorts ports)
      implements LayerKernel {
    @Override
    public Kernel forward() {
      Kernel kernel = memory.rounding(reference.forward(), ports.y());
      boolean mean = ((PoolSpec) layer.spec()).pooling() == Pooling.MEAN;
      return memory.fault == Fault.MEAN_OVER_PADDING && mean ? divided(kernel) : kernel;
    }

    private Kernel divided(Kernel kernel) {
      return () -> {
        kernel.run();
        float[] y = memory.read(ports.y());
        for (int i = 0; i < y.length; i++) {
          y[i] *= (float) memory.lengths[i / layer.outputWidth()] / memory.shape.steps();
        }
        memory.write(ports.y(), y);
      };
    }

    @Override
    public Kernel backward() {
      return memory.rounding(reference.backward(), ports.dx());
    }

    @Override
    public String explain() {
      return reference.explain();
    }
  }

  @Override
  public Kernel loss(Loss loss, LossPorts ports) {
    Kernel kernel = memory.rounding(reference.loss(loss, ports), ports.dy());
    return memory.mode.hasBackward() ? scaled(kernel, ports.dy()) : kernel;
  }

  private Kernel scaled(Kernel kernel, Buffer dy) {
    return () -> {
      kernel.run();
      float[] values = memory.read(dy);
      for (int i = 0; i < values.length; i++) {
        values[i] *= memory.lossScale();
      }
      memory.write(dy, values);
    };
  }

  @Override
  public Kernel update(UpdateChain chain) {
    return reference.update(faulty(chain));
  }

  private UpdateChain faulty(UpdateChain chain) {
    if (memory.fault == Fault.CLIP_FORGOTTEN) {
      return UpdateChain.of(chain.optimizer());
    }
    return memory.fault == Fault.DECAY_IN_GRADIENT ? decayInGradient(chain) : chain;
  }

  private static UpdateChain decayInGradient(UpdateChain chain) {
    return switch (chain.optimizer().kind()) {
      case ADAM_W -> plain((UpdateRule.AdamW) chain.optimizer());
      case SGD, MOMENTUM, RMS_PROP, ADAM -> chain;
    };
  }

  private static UpdateChain plain(UpdateRule.AdamW adam) {
    UpdateRule plain =
        new UpdateRule.Adam(adam.learningRate(), adam.beta1(), adam.beta2(), adam.epsilon());
    return UpdateChain.of(UpdateRule.weightDecay(adam.decay()), plain);
  }

  @Override
  public Plan seal(Buffer output, List<Kernel> run, Kernel apply) {
    memory.plan = reference.seal(output, run, apply);
    return new Float32Plan(memory);
  }
}
