package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import io.carousel.internal.Require;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.spi.Kernel;
import io.carousel.spi.Parameters.Block;
import java.nio.DoubleBuffer;

/** Turns gradient sums into new weights; the rule is written once for the kernel to read. */
final class CpuUpdate implements Kernel, AutoCloseable {
  private final CpuMemory memory;
  private final CpuParameters parameters;
  private final HostMemory rule;

  CpuUpdate(CpuMemory memory, UpdateChain chain) {
    this.memory = memory;
    this.parameters = memory.parameters;
    check(chain);
    int size = CpuKernels.RULE_FIRST_TRANSFORM + 2 * chain.transforms().size();
    rule = memory.budget.allocate((long) size * Double.BYTES, "a plan");
    DoubleBuffer view = rule.asByteBuffer().asDoubleBuffer();
    writeOptimizer(chain.optimizer(), view);
    view.put(5, chain.transforms().size());
    for (int i = 0; i < chain.transforms().size(); i++) {
      writeTransform(chain.transforms().get(i), view, CpuKernels.RULE_FIRST_TRANSFORM + 2 * i);
    }
  }

  private void check(UpdateChain chain) {
    Require.that(
        chain.transforms().size() <= CpuKernels.MAX_TRANSFORMS,
        "an update chain must have at most "
            + CpuKernels.MAX_TRANSFORMS
            + " transforms on backend cpu, transforms="
            + chain.transforms().size());
  }

  private static void writeOptimizer(UpdateRule.Optimizer optimizer, DoubleBuffer to) {
    if (optimizer instanceof UpdateRule.Sgd) {
      put(to, CpuKernels.SGD, 0, 0, 0, 0);
    } else if (optimizer instanceof UpdateRule.Momentum m) {
      put(to, CpuKernels.MOMENTUM, m.momentum(), 0, 0, 0);
    } else if (optimizer instanceof UpdateRule.RmsProp r) {
      put(to, CpuKernels.RMSPROP, r.decay(), 0, r.epsilon(), 0);
    } else if (optimizer instanceof UpdateRule.Adam a) {
      put(to, CpuKernels.ADAM, a.beta1(), a.beta2(), a.epsilon(), 0);
    } else if (optimizer instanceof UpdateRule.AdamW a) {
      put(to, CpuKernels.ADAMW, a.beta1(), a.beta2(), a.epsilon(), a.decay());
    }
  }

  private static void put(
      DoubleBuffer to, int kind, double beta1, double beta2, double epsilon, double decay) {
    to.put(0, kind).put(1, beta1).put(2, beta2).put(3, epsilon).put(4, decay);
  }

  private static void writeTransform(
      UpdateRule.GradientTransform transform, DoubleBuffer to, int at) {
    if (transform instanceof UpdateRule.ClipByGlobalNorm clip) {
      to.put(at, CpuKernels.CLIP_BY_GLOBAL_NORM).put(at + 1, clip.maximum());
    } else if (transform instanceof UpdateRule.ClipByValue clip) {
      to.put(at, CpuKernels.CLIP_BY_VALUE).put(at + 1, clip.maximum());
    } else if (transform instanceof UpdateRule.WeightDecay decay) {
      to.put(at, CpuKernels.WEIGHT_DECAY).put(at + 1, decay.factor());
    }
  }

  @Override
  public void run() {
    int result =
        CpuKernels.update(
            parameters.size(),
            parameters.address(Block.WEIGHTS),
            parameters.address(Block.GRADIENTS),
            parameters.address(Block.FIRST_MOMENT),
            parameters.address(Block.SECOND_MOMENT),
            rule.address(),
            memory.scalars.learningRate(),
            memory.scalars.update(),
            parameters.sumsAddress());
    if (result == CpuKernels.UPDATED) {
      parameters.weightsChanged();
    }
  }

  @Override
  public void close() {
    memory.budget.free(rule);
  }
}
