package io.carousel.cpu;

/** Long short-term memory over sgemm, as {@code ReferenceLstm} says it. */
final class CpuLstm implements CpuCell {
  private final int hidden;
  private final CpuRecurrentProduct product;
  private final CpuTensors bias;
  private final long gates;
  private final long dc;

  /**
   * One direction.
   *
   * @param gates all packed rows [rows, 4H]
   * @param dc the gradient by the cell state of each sequence [N, H]; 0 without backward
   */
  CpuLstm(CpuRecurrentProduct product, CpuTensors bias, int hidden, long gates, long dc) {
    this.hidden = hidden;
    this.product = product;
    this.gates = gates;
    this.dc = dc;
    this.bias = bias;
  }

  @Override
  public void forward(CpuStep at) {
    product.forward(at.n, at.hPrevious, 1, at.gates);
    CpuKernels.lstmForward(
        at.n, hidden, at.gates, bias.weights(), at.cPrevious, hidden, at.c, hidden, at.h, hidden);
  }

  @Override
  public void backward(CpuStep at) {
    CpuKernels.lstmBackward(
        at.n,
        hidden,
        at.gates,
        at.c,
        hidden,
        at.cPrevious,
        hidden,
        at.dh,
        hidden,
        dc,
        hidden,
        dc,
        hidden,
        at.gates);
    product.backward(at.n, at.gates, at.dhPrevious);
  }

  @Override
  public long recurrentGradients() {
    return gates;
  }
}
