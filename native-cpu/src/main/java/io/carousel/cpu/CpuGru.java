package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentLayout;

/** Gated recurrent unit over sgemm, as {@code ReferenceGru} says it. */
final class CpuGru implements CpuCell {
  private final int hidden;
  private final CpuGemm gemm;
  private final CpuTensors recurrent;
  private final CpuTensors bias;
  private final CpuTensors recurrentBias;
  private final long products;

  /**
   * One direction.
   *
   * @param products room for R h' of all packed rows [rows, 3H]
   */
  CpuGru(CpuMemory memory, LayerInstance layer, int direction, int hidden, long products) {
    this.hidden = hidden;
    this.gemm = new CpuGemm();
    this.products = products;
    recurrent =
        CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.RECURRENT_WEIGHTS);
    bias = CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.BIAS);
    recurrentBias =
        CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.RECURRENT_BIAS);
  }

  @Override
  public void forward(CpuStep at) {
    long product = product(at);
    gemm.timesTransposed(
        at.n,
        3 * hidden,
        hidden,
        at.hPrevious,
        hidden,
        recurrent.weights(),
        0,
        product,
        3 * hidden);
    CpuKernels.gruForward(
        at.n,
        hidden,
        at.gates,
        product,
        bias.weights(),
        recurrentBias.weights(),
        at.hPrevious,
        hidden,
        at.h,
        hidden);
  }

  /** dh' has what comes from y already; dh z and what R hands back are added. */
  @Override
  public void backward(CpuStep at) {
    long product = product(at);
    CpuKernels.gruBackward(
        at.n,
        hidden,
        at.gates,
        product,
        at.hPrevious,
        hidden,
        at.dh,
        hidden,
        at.gates,
        product,
        at.dh,
        hidden);
    CpuKernels.addRows(at.n, hidden, at.dh, hidden, at.dhPrevious, hidden);
    gemm.times(
        at.n,
        3 * hidden,
        hidden,
        product,
        3 * hidden,
        recurrent.weights(),
        1,
        at.dhPrevious,
        hidden);
  }

  private long product(CpuStep at) {
    return products + 3L * hidden * at.firstRow * Float.BYTES;
  }

  @Override
  public long recurrentGradients() {
    return products;
  }
}
