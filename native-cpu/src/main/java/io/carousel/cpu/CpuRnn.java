package io.carousel.cpu;

/** The plain recurrent network over sgemm, as {@code ReferenceRnn} says it. */
final class CpuRnn implements CpuCell {
  private final int activation;
  private final int hidden;
  private final CpuRecurrentProduct product;
  private final CpuTensors bias;
  private final long gates;

  /**
   * One direction.
   *
   * @param activation {@link CpuKernels#TANH} or {@link CpuKernels#RELU}
   * @param gates the sums of all packed rows [rows, H]
   */
  CpuRnn(CpuRecurrentProduct product, CpuTensors bias, int activation, int hidden, long gates) {
    this.activation = activation;
    this.hidden = hidden;
    this.product = product;
    this.gates = gates;
    this.bias = bias;
  }

  @Override
  public void forward(CpuStep at) {
    product.forward(at.n, at.hPrevious, 1, at.gates);
    CpuKernels.rnnForward(activation, at.n, hidden, at.gates, hidden, bias.weights(), at.h, hidden);
  }

  @Override
  public void backward(CpuStep at) {
    CpuKernels.rnnBackward(activation, at.n, hidden, at.h, hidden, at.dh, hidden, at.gates, hidden);
    product.backward(at.n, at.gates, at.dhPrevious);
  }

  @Override
  public long recurrentGradients() {
    return gates;
  }
}
