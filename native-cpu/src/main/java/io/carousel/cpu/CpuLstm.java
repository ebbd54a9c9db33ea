package io.carousel.cpu;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentLayout;

/** Long short-term memory over sgemm, as {@code ReferenceLstm} says it. */
final class CpuLstm implements CpuCell {
  private final int hidden;
  private final CpuGemm gemm;
  private final CpuTensors recurrent;
  private final CpuTensors bias;
  private final long gates;
  private final long dc;

  /**
   * One direction.
   *
   * @param gates all packed rows [rows, 4H]
   * @param dc the gradient by the cell state of each sequence [N, H]; 0 without backward
   */
  CpuLstm(CpuMemory memory, LayerInstance layer, int direction, int hidden, long gates, long dc) {
    this.hidden = hidden;
    this.gemm = new CpuGemm();
    this.gates = gates;
    this.dc = dc;
    recurrent =
        CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.RECURRENT_WEIGHTS);
    bias = CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.BIAS);
  }

  @Override
  public void forward(CpuStep at) {
    gemm.timesTransposed(
        at.n,
        4 * hidden,
        hidden,
        at.hPrevious,
        hidden,
        recurrent.weights(),
        1,
        at.gates,
        4 * hidden);
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
    gemm.times(
        at.n,
        4 * hidden,
        hidden,
        at.gates,
        4 * hidden,
        recurrent.weights(),
        1,
        at.dhPrevious,
        hidden);
  }

  @Override
  public long recurrentGradients() {
    return gates;
  }
}
