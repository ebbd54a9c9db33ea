package io.carousel.bindings;

import org.bytedeco.dnnl.global.dnnl;

/** What a forward primitive is for. */
public enum Propagation {
  /** Keeps a workspace for a backward primitive. */
  FORWARD_TRAINING(dnnl.dnnl_forward_training),
  FORWARD_INFERENCE(dnnl.dnnl_forward_inference);

  final int code;

  Propagation(int code) {
    this.code = code;
  }
}
