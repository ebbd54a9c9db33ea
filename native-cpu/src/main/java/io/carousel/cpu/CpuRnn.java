package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentLayout;

/** The plain recurrent network over sgemm, as {@code ReferenceRnn} says it. */
final class CpuRnn implements CpuCell {
  private final int activation;
  private final int hidden;
  private final CpuGemm gemm;
  private final CpuTensors recurrent;
  private final CpuTensors bias;
  private final long gates;

  /**
   * One direction.
   *
   * @param activation {@link CpuKernels#TANH} or {@link CpuKernels#RELU}
   * @param gates the sums of all packed rows [rows, H]
   */
  CpuRnn(
      CpuMemory memory,
      LayerInstance layer,
      int direction,
      int activation,
      int hidden,
      long gates) {
    this.activation = activation;
    this.hidden = hidden;
    this.gemm = new CpuGemm();
    this.gates = gates;
    recurrent =
        CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.RECURRENT_WEIGHTS);
    bias = CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.BIAS);
  }

  @Override
  public void forward(CpuStep at) {
    gemm.timesTransposed(
        at.n, hidden, hidden, at.hPrevious, hidden, recurrent.weights(), 1, at.gates, hidden);
    CpuKernels.rnnForward(activation, at.n, hidden, at.gates, hidden, bias.weights(), at.h, hidden);
  }

  @Override
  public void backward(CpuStep at) {
    CpuKernels.rnnBackward(activation, at.n, hidden, at.h, hidden, at.dh, hidden, at.gates, hidden);
    gemm.times(
        at.n, hidden, hidden, at.gates, hidden, recurrent.weights(), 1, at.dhPrevious, hidden);
  }

  @Override
  public long recurrentGradients() {
    return gates;
  }
}
