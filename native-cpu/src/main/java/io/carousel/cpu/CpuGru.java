package io.carousel.cpu;

/** Gated recurrent unit over sgemm, as {@code ReferenceGru} says it. */
final class CpuGru implements CpuCell {
  private final int hidden;
  private final CpuRecurrentProduct product;
  private final CpuTensors bias;
  private final CpuTensors recurrentBias;
  private final long products;

  /**
   * One direction.
   *
   * @param products room for R h' of all packed rows [rows, 3H]
   */
  CpuGru(
      CpuRecurrentProduct product,
      CpuTensors bias,
      CpuTensors recurrentBias,
      int hidden,
      long products) {
    this.hidden = hidden;
    this.product = product;
    this.products = products;
    this.bias = bias;
    this.recurrentBias = recurrentBias;
  }

  @Override
  public void forward(CpuStep at) {
    long sums = sums(at);
    product.forward(at.n, at.hPrevious, 0, sums);
    CpuKernels.gruForward(
        at.n,
        hidden,
        at.gates,
        sums,
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
    long sums = sums(at);
    CpuKernels.gruBackward(
        at.n,
        hidden,
        at.gates,
        sums,
        at.hPrevious,
        hidden,
        at.dh,
        hidden,
        at.gates,
        sums,
        at.dh,
        hidden);
    CpuKernels.addRows(at.n, hidden, at.dh, hidden, at.dhPrevious, hidden);
    product.backward(at.n, sums, at.dhPrevious);
  }

  private long sums(CpuStep at) {
    return products + 3L * hidden * at.firstRow * Float.BYTES;
  }

  @Override
  public long recurrentGradients() {
    return products;
  }
}
