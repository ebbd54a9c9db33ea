package io.carousel.bindings;

import java.util.Optional;

/**
 * A native call failed: the message names the call, the status it returned and what it was called
 * for, as in {@code dnnl_primitive_create returned unimplemented (3) for lstm_forward T=64 N=32
 * I=128 H=256 f32}.
 */
public final class NativeCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The C function. */
  private final String call;

  /** The number it returned. */
  private final int code;

  NativeCallException(String call, int code, String shape) {
    super(call + " returned " + Status.text(code) + " for " + shape);
    this.call = call;
    this.code = code;
  }

  private NativeCallException(String message, String call) {
    super(message);
    this.call = call;
    this.code = Status.OUT_OF_MEMORY.code();
  }

  static NativeCallException outOfMemory(long bytes, long held) {
    return new NativeCallException(
        "calloc returned null for host memory, bytes="
            + bytes
            + ", held="
            + held
            + "; close what is not used, or allow the process more memory",
        "calloc");
  }

  /** The C function that failed, such as {@code dnnl_primitive_create}. */
  public String call() {
    return call;
  }

  /** The number it returned. */
  public int code() {
    return code;
  }

  /**
   * What {@link #code} means; empty if this version of oneDNN has numbers that are not known here.
   */
  public Optional<Status> status() {
    return Status.of(code);
  }
}
