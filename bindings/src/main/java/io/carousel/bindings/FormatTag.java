package io.carousel.bindings;

import org.bytedeco.dnnl.global.dnnl;

/**
 * How the elements of a tensor lie in memory. Each letter is a dimension, the last one contiguous:
 * {@code AB} is a row-major matrix, {@code BA} its column-major form. Of the RNN tags, t is time, n
 * batch, c channels, l layers, d directions, i inputs, g gates, o outputs.
 */
public enum FormatTag {
  /** The primitive chooses; ask its descriptor what it chose. */
  ANY(dnnl.dnnl_format_tag_any, 0),
  A(dnnl.dnnl_a, 1),
  AB(dnnl.dnnl_ab, 2),
  BA(dnnl.dnnl_ba, 2),
  ABC(dnnl.dnnl_abc, 3),
  ACB(dnnl.dnnl_acb, 3),
  BAC(dnnl.dnnl_bac, 3),
  ABCD(dnnl.dnnl_abcd, 4),
  ABCDE(dnnl.dnnl_abcde, 5),
  /** Activations of an RNN. */
  TNC(dnnl.dnnl_tnc, 3),
  /** Activations of an RNN, dimensions still (T, N, C), a sequence contiguous. */
  NTC(dnnl.dnnl_ntc, 3),
  /** States of an RNN. */
  LDNC(dnnl.dnnl_ldnc, 4),
  /** Weights of an RNN, dimensions (L, D, I, G, O). */
  LDIGO(dnnl.dnnl_ldigo, 5),
  /** Weights of an RNN, dimensions still (L, D, I, G, O), transposed in memory. */
  LDGOI(dnnl.dnnl_ldgoi, 5),
  /** Weights of an RNN's projection. */
  LDIO(dnnl.dnnl_ldio, 4),
  /** Biases and peepholes of an RNN. */
  LDGO(dnnl.dnnl_ldgo, 4);

  final int code;
  private final int rank;

  FormatTag(int code, int rank) {
    this.code = code;
    this.rank = rank;
  }

  /** oneDNN's word for it, such as {@code ldigo}. */
  public String title() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Number of dimensions; 0 for {@link #ANY}, which takes every number. */
  public int rank() {
    return rank;
  }
}
