package io.carousel.reference;

import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;

/** A layer that works on one sequence at a time, as if the others were not there. */
abstract class ReferenceLayer implements LayerKernel {
  final ReferenceMemory memory;
  private final String kind;

  ReferenceLayer(ReferenceMemory memory, String kind) {
    this.memory = memory;
    this.kind = kind;
  }

  /** Computes y of sequence n. */
  abstract void forward(int n);

  /** Computes dx of sequence n and adds its gradient by the weights to the sums. */
  abstract void backward(int n);

  @Override
  public final Kernel forward() {
    return () -> {
      for (int n = 0; n < memory.shape.sequences(); n++) {
        forward(n);
      }
    };
  }

  @Override
  public final Kernel backward() {
    return () -> {
      for (int n = 0; n < memory.shape.sequences(); n++) {
        backward(n);
      }
    };
  }

  @Override
  public final String explain() {
    return "reference " + kind + ": textbook loops in double precision";
  }
}
