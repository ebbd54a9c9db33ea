package io.carousel.bindings.cuda;

import org.bytedeco.cuda.global.cudnn;

/** cuDNN's ways to run a recurrent layer; all but {@link #STANDARD} refuse many shapes. */
public enum RnnAlgorithm {
  /** One product per step; takes every shape. */
  STANDARD(cudnn.CUDNN_RNN_ALGO_STANDARD),
  /** Recurrent weights stay on the chip; compiled into cuDNN. */
  PERSIST_STATIC(cudnn.CUDNN_RNN_ALGO_PERSIST_STATIC),
  /** Recurrent weights stay on the chip; compiled when the layer is made. */
  PERSIST_DYNAMIC(cudnn.CUDNN_RNN_ALGO_PERSIST_DYNAMIC),
  /** For few hidden units. */
  SMALL_H(cudnn.CUDNN_RNN_ALGO_PERSIST_STATIC_SMALL_H);

  /** cuDNN's {@code cudnnRNNAlgo_t}. */
  final int code;

  RnnAlgorithm(int code) {
    this.code = code;
  }
}
