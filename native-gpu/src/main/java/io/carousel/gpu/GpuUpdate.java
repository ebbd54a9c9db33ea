package io.carousel.gpu;

import io.carousel.bindings.HostMemory;
import io.carousel.internal.Require;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Region;
import java.nio.DoubleBuffer;

/** Turns gradient sums into new weights; the rule is written once for the kernels to read. */
final class GpuUpdate {
  private static final int THREADS = 256;

  /** Of update.cu: kMaxTransforms, kFirstTransform and kUpdateStateBytes. */
  private static final int MAX_TRANSFORMS = 16;

  private static final int FIRST_TRANSFORM = 6;
  private static final int STATE_BYTES = 256;

  private final GpuMemory memory;
  private final UpdateChain chain;
  private final int blocks;
  private final Buffer rule;
  private final Buffer state;
  private final Buffer partials;
  private final GpuWork work = new GpuWork();

  GpuUpdate(GpuMemory memory, UpdateChain chain) {
    this.memory = memory;
    this.chain = chain;
    Require.that(
        chain.transforms().size() <= MAX_TRANSFORMS,
        "an update chain must have at most "
            + MAX_TRANSFORMS
            + " transforms on backend gpu, transforms="
            + chain.transforms().size());
    blocks = GpuLaunch.blocksFor(memory, memory.parameters.size());
    rule = memory.bytes(Region.ACTIVATIONS, (long) ruleSize() * Double.BYTES);
    state = memory.bytes(Region.ACTIVATIONS, STATE_BYTES);
    partials = memory.bytes(Region.ACTIVATIONS, (long) blocks * Double.BYTES);
    memory.whenAllocated(this::bind);
  }

  private int ruleSize() {
    return FIRST_TRANSFORM + 2 * chain.transforms().size();
  }

  Kernel kernel() {
    return work;
  }

  private void bind() {
    writeRule();
    work.add(squares(0));
    work.add(
        memory
            .kernel("updateBegin")
            .integer(blocks)
            .pointer(memory.address(partials))
            .pointer(memory.address(rule))
            .pointer(memory.address(memory.numbers))
            .pointer(memory.parameters.sumsAddress())
            .pointer(memory.scaling())
            .pointer(memory.address(state))
            .on(1, THREADS));
    for (int link = 1; link < chain.transforms().size(); link++) {
      switch (chain.transforms().get(link).kind()) {
        case CLIP_BY_GLOBAL_NORM -> bindClip(link);
        case CLIP_BY_VALUE, WEIGHT_DECAY -> {} // need no norm
      }
    }
    work.add(
        memory
            .kernel("updateApply")
            .longInteger(memory.parameters.size())
            .pointer(memory.parameters.address(Block.WEIGHTS))
            .pointer(memory.parameters.address(Block.GRADIENTS))
            .pointer(memory.parameters.address(Block.FIRST_MOMENT))
            .pointer(memory.parameters.address(Block.SECOND_MOMENT))
            .pointer(memory.address(state))
            .on(blocks, THREADS));
  }

  /** The norm of the gradient as the links before this one have left it. */
  private void bindClip(int link) {
    work.add(squares(link));
    work.add(
        memory
            .kernel("updateClip")
            .integer(blocks)
            .pointer(memory.address(partials))
            .pointer(memory.address(rule))
            .integer(link)
            .pointer(memory.address(state))
            .on(1, THREADS));
  }

  private GpuTask squares(int links) {
    return memory
        .kernel("updateSquares")
        .longInteger(memory.parameters.size())
        .pointer(memory.parameters.address(Block.WEIGHTS))
        .pointer(memory.parameters.address(Block.GRADIENTS))
        .integer(links)
        .pointer(memory.address(state))
        .pointer(memory.address(partials))
        .on(blocks, THREADS);
  }

  private void writeRule() {
    long bytes = (long) ruleSize() * Double.BYTES;
    try (HostMemory host = HostMemory.allocate(bytes)) {
      DoubleBuffer view = host.asByteBuffer().asDoubleBuffer();
      writeOptimizer(chain.optimizer(), view);
      view.put(5, chain.transforms().size());
      for (int i = 0; i < chain.transforms().size(); i++) {
        writeTransform(chain.transforms().get(i), view, FIRST_TRANSFORM + 2 * i);
      }
      memory.backend.queue().copyNow(host.address(), memory.address(rule), bytes);
    }
  }

  /** RuleLayout and Optimizer of update.cu. */
  private static void writeOptimizer(UpdateRule.Optimizer optimizer, DoubleBuffer to) {
    switch (optimizer.kind()) {
      case SGD -> put(to, 0, 0, 0, 0, 0);
      case MOMENTUM -> put(to, 1, ((UpdateRule.Momentum) optimizer).momentum(), 0, 0, 0);
      case RMS_PROP -> {
        UpdateRule.RmsProp r = (UpdateRule.RmsProp) optimizer;
        put(to, 2, r.decay(), 0, r.epsilon(), 0);
      }
      case ADAM -> {
        UpdateRule.Adam a = (UpdateRule.Adam) optimizer;
        put(to, 3, a.beta1(), a.beta2(), a.epsilon(), 0);
      }
      case ADAM_W -> {
        UpdateRule.AdamW a = (UpdateRule.AdamW) optimizer;
        put(to, 4, a.beta1(), a.beta2(), a.epsilon(), a.decay());
      }
    }
  }

  private static void put(
      DoubleBuffer to, int kind, double beta1, double beta2, double epsilon, double decay) {
    to.put(0, kind).put(1, beta1).put(2, beta2).put(3, epsilon).put(4, decay);
  }

  /** Transform of update.cu. */
  private static void writeTransform(
      UpdateRule.GradientTransform transform, DoubleBuffer to, int at) {
    switch (transform.kind()) {
      case CLIP_BY_GLOBAL_NORM ->
          to.put(at, 0).put(at + 1, ((UpdateRule.ClipByGlobalNorm) transform).maximum());
      case CLIP_BY_VALUE ->
          to.put(at, 1).put(at + 1, ((UpdateRule.ClipByValue) transform).maximum());
      case WEIGHT_DECAY -> to.put(at, 2).put(at + 1, ((UpdateRule.WeightDecay) transform).factor());
    }
  }
}
