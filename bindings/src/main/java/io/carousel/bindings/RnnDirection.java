package io.carousel.bindings;

import org.bytedeco.dnnl.global.dnnl;

/** In which direction an RNN primitive walks through time. */
public enum RnnDirection {
  LEFT_TO_RIGHT(dnnl.dnnl_unidirectional_left2right),
  RIGHT_TO_LEFT(dnnl.dnnl_unidirectional_right2left),
  /** Both, the outputs side by side: destination channels are twice the cell's. */
  BIDIRECTIONAL_CONCAT(dnnl.dnnl_bidirectional_concat),
  /** Both, the outputs added. */
  BIDIRECTIONAL_SUM(dnnl.dnnl_bidirectional_sum);

  final int code;

  RnnDirection(int code) {
    this.code = code;
  }
}
