package io.carousel.bindings;

import org.bytedeco.dnnl.global.dnnl;

/** The element types of oneDNN's memory. */
public enum DataType {
  F16(dnnl.dnnl_f16, 2),
  BF16(dnnl.dnnl_bf16, 2),
  F32(dnnl.dnnl_f32, 4),
  S32(dnnl.dnnl_s32, 4),
  S8(dnnl.dnnl_s8, 1),
  U8(dnnl.dnnl_u8, 1);

  final int code;
  private final int bytes;

  DataType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** oneDNN's word for it, such as {@code f32}. */
  public String title() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
