package io.carousel.bindings;

import org.bytedeco.dnnl.global.dnnl;

/** The cells of oneDNN's RNN primitives that are bound here. */
public enum RnnCell {
  /** Gate order i, f, candidate, o. */
  LSTM(dnnl.dnnl_alg_kind_undef),
  /** Linear before reset; gate order u, r, candidate; its bias has a fourth row. */
  LBR_GRU(dnnl.dnnl_alg_kind_undef),
  VANILLA_RNN_TANH(dnnl.dnnl_eltwise_tanh),
  VANILLA_RNN_RELU(dnnl.dnnl_eltwise_relu);

  /** oneDNN's activation kind of a vanilla RNN. */
  final int activation;

  RnnCell(int activation) {
    this.activation = activation;
  }
}
