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
  private final UpdateChain chain;
  private final HostMemory rule;

  CpuUpdate(CpuMemory memory, UpdateChain chain) {
    this.memory = memory;
    this.parameters = memory.parameters;
    this.chain = chain;
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
    switch (optimizer.kind()) {
      case SGD -> put(to, CpuKernels.SGD, 0, 0, 0, 0);
      case MOMENTUM -> {
        double momentum = ((UpdateRule.Momentum) optimizer).momentum();
        put(to, CpuKernels.MOMENTUM, momentum, 0, 0, 0);
      }
      case RMS_PROP -> {
        UpdateRule.RmsProp r = (UpdateRule.RmsProp) optimizer;
        put(to, CpuKernels.RMSPROP, r.decay(), 0, r.epsilon(), 0);
      }
      case ADAM -> {
        UpdateRule.Adam a = (UpdateRule.Adam) optimizer;
        put(to, CpuKernels.ADAM, a.beta1(), a.beta2(), a.epsilon(), 0);
      }
      case ADAM_W -> {
        UpdateRule.AdamW a = (UpdateRule.AdamW) optimizer;
        put(to, CpuKernels.ADAMW, a.beta1(), a.beta2(), a.epsilon(), a.decay());
      }
    }
  }

  private static void put(
      DoubleBuffer to, int kind, double beta1, double beta2, double epsilon, double decay) {
    to.put(0, kind).put(1, beta1).put(2, beta2).put(3, epsilon).put(4, decay);
  }

  private static void writeTransform(
      UpdateRule.GradientTransform transform, DoubleBuffer to, int at) {
    switch (transform.kind()) {
      case CLIP_BY_GLOBAL_NORM -> {
        double maximum = ((UpdateRule.ClipByGlobalNorm) transform).maximum();
        to.put(at, CpuKernels.CLIP_BY_GLOBAL_NORM).put(at + 1, maximum);
      }
      case CLIP_BY_VALUE -> {
        double maximum = ((UpdateRule.ClipByValue) transform).maximum();
        to.put(at, CpuKernels.CLIP_BY_VALUE).put(at + 1, maximum);
      }
      case WEIGHT_DECAY -> {
        double factor = ((UpdateRule.WeightDecay) transform).factor();
        to.put(at, CpuKernels.WEIGHT_DECAY).put(at + 1, factor);
      }
    }
  }

  @Override
  public void run() {
    int answer =
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
    switch (answer) {
      case CpuKernels.UPDATED -> parameters.weightsChanged();
      case CpuKernels.UNCHANGED, CpuKernels.NOT_FINITE -> {} // the sums tell
      case CpuKernels.UNKNOWN_RULE -> throw refused("know every rule of a chain", answer);
      default -> throw refused("answer with a code that its classes know", answer);
    }
  }

  /** Happens if a library was loaded that is not the one of these classes. */
  private IllegalStateException refused(String constraint, int answer) {
    return new IllegalStateException(
        "the native update must "
            + constraint
            + ", answer="
            + answer
            + ", rules="
            + chain
            + "; "
            + CpuKernels.ONE_BUILD);
  }

  /** The block that the kernel reads, for tests that spoil it. */
  HostMemory rule() {
    return rule;
  }

  @Override
  public void close() {
    memory.budget.free(rule);
  }
}
