package io.carousel.bindings.cuda;

import org.bytedeco.cuda.global.cudnn;

/** cuDNN's recurrent cells, and the order of their gates in {@link CudnnRnn#matrix}. */
public enum RnnCell {
  /** Gates i, f, candidate, o. */
  LSTM(cudnn.CUDNN_LSTM, 4),
  /** Gates r, u, candidate; the reset gate multiplies after the recurrent product and its bias. */
  GRU(cudnn.CUDNN_GRU, 3),
  RNN_TANH(cudnn.CUDNN_RNN_TANH, 1),
  RNN_RELU(cudnn.CUDNN_RNN_RELU, 1);

  /** cuDNN's {@code cudnnRNNMode_t}. */
  final int code;

  private final int gates;

  RnnCell(int code, int gates) {
    this.code = code;
    this.gates = gates;
  }

  /** Number of gates: linear layers 0 to gates-1 are the input's, the next ones the state's. */
  public int gates() {
    return gates;
  }

  /** Whether there is a cell state beside the hidden state. */
  public boolean hasCellState() {
    return this == LSTM;
  }
}
