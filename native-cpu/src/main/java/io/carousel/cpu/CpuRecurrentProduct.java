package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentLayout;
import io.carousel.spi.Buffer;
import io.carousel.spi.Region;

/**
 * The products with R [G*H, H] of one direction over packed rows. Forward they run on a transposed
 * copy, which sgemm would otherwise make again for itself at every time step.
 */
final class CpuRecurrentProduct {
  private final CpuMemory memory;
  private final int hidden;
  private final int gateWidth;
  private final Buffer transposedBuffer;
  private final CpuGemm gemm = new CpuGemm();
  private CpuTensors weights;
  private long transposed;
  private long copiedVersion = -1;

  CpuRecurrentProduct(CpuMemory memory, int hidden, int gateWidth) {
    this.memory = memory;
    this.hidden = hidden;
    this.gateWidth = gateWidth;
    transposedBuffer = memory.buffer(Region.ACTIVATIONS, (long) gateWidth * hidden);
  }

  void bind(LayerInstance layer, int direction) {
    weights = CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.RECURRENT_WEIGHTS);
    transposed = memory.address(transposedBuffer);
  }

  /** Copies the weights of now, if they are not those of the last time. */
  void refresh() {
    long version = memory.parameters.version();
    if (version != copiedVersion) {
      CpuKernels.transpose(hidden, gateWidth, weights.weights(), hidden, transposed, gateWidth);
      copiedVersion = version;
    }
  }

  /** a [n, G*H] = h [n, H] R' + beta a. */
  void forward(int n, long h, float beta, long a) {
    gemm.times(n, hidden, gateWidth, h, hidden, transposed, beta, a, gateWidth);
  }

  /** dh [n, H] += da [n, G*H] R. */
  void backward(int n, long da, long dh) {
    gemm.times(n, gateWidth, hidden, da, gateWidth, weights.weights(), 1, dh, hidden);
  }

  /** dR += da [n, G*H]' h [n, H]. */
  void addGradient(int n, long da, long h) {
    gemm.addOuter(n, gateWidth, hidden, da, gateWidth, h, hidden, weights.gradient());
  }
}
