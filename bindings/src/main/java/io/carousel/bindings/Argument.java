package io.carousel.bindings;

import org.bytedeco.dnnl.global.dnnl;

/** The names under which a primitive takes its memory. */
public enum Argument {
  SRC(dnnl.DNNL_ARG_SRC),
  DST(dnnl.DNNL_ARG_DST),
  WEIGHTS(dnnl.DNNL_ARG_WEIGHTS),
  BIAS(dnnl.DNNL_ARG_BIAS),
  DIFF_SRC(dnnl.DNNL_ARG_DIFF_SRC),
  DIFF_DST(dnnl.DNNL_ARG_DIFF_DST),
  DIFF_WEIGHTS(dnnl.DNNL_ARG_DIFF_WEIGHTS),
  DIFF_BIAS(dnnl.DNNL_ARG_DIFF_BIAS),
  /** What a reorder reads. */
  FROM(dnnl.DNNL_ARG_FROM),
  /** What a reorder writes. */
  TO(dnnl.DNNL_ARG_TO),
  SRC_LAYER(dnnl.DNNL_ARG_SRC_LAYER),
  SRC_ITER(dnnl.DNNL_ARG_SRC_ITER),
  SRC_ITER_C(dnnl.DNNL_ARG_SRC_ITER_C),
  WEIGHTS_LAYER(dnnl.DNNL_ARG_WEIGHTS_LAYER),
  WEIGHTS_ITER(dnnl.DNNL_ARG_WEIGHTS_ITER),
  WEIGHTS_PEEPHOLE(dnnl.DNNL_ARG_WEIGHTS_PEEPHOLE),
  WEIGHTS_PROJECTION(dnnl.DNNL_ARG_WEIGHTS_PROJECTION),
  DST_LAYER(dnnl.DNNL_ARG_DST_LAYER),
  DST_ITER(dnnl.DNNL_ARG_DST_ITER),
  DST_ITER_C(dnnl.DNNL_ARG_DST_ITER_C),
  DIFF_SRC_LAYER(dnnl.DNNL_ARG_DIFF_SRC_LAYER),
  DIFF_SRC_ITER(dnnl.DNNL_ARG_DIFF_SRC_ITER),
  DIFF_SRC_ITER_C(dnnl.DNNL_ARG_DIFF_SRC_ITER_C),
  DIFF_WEIGHTS_LAYER(dnnl.DNNL_ARG_DIFF_WEIGHTS_LAYER),
  DIFF_WEIGHTS_ITER(dnnl.DNNL_ARG_DIFF_WEIGHTS_ITER),
  DIFF_WEIGHTS_PEEPHOLE(dnnl.DNNL_ARG_DIFF_WEIGHTS_PEEPHOLE),
  DIFF_WEIGHTS_PROJECTION(dnnl.DNNL_ARG_DIFF_WEIGHTS_PROJECTION),
  DIFF_DST_LAYER(dnnl.DNNL_ARG_DIFF_DST_LAYER),
  DIFF_DST_ITER(dnnl.DNNL_ARG_DIFF_DST_ITER),
  DIFF_DST_ITER_C(dnnl.DNNL_ARG_DIFF_DST_ITER_C),
  /** What a forward-training primitive keeps for its backward primitive. */
  WORKSPACE(dnnl.DNNL_ARG_WORKSPACE),
  /** Memory of the primitive while it runs; its contents mean nothing before and after. */
  SCRATCHPAD(dnnl.DNNL_ARG_SCRATCHPAD);

  final int code;

  Argument(int code) {
    this.code = code;
  }
}
