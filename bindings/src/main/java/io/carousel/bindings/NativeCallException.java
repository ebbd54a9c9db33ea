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

  /** What the number means to oneDNN; null for other libraries. */
  private final Status status;

  private final boolean unsupported;

  NativeCallException(String call, int code, String shape) {
    super(call + " returned " + Status.text(code) + " for " + shape);
    this.call = call;
    this.code = code;
    this.status = Status.of(code).orElse(null);
    this.unsupported = status == Status.UNIMPLEMENTED;
  }

  private NativeCallException(String message, String call) {
    super(message);
    this.call = call;
    this.code = Status.OUT_OF_MEMORY.code();
    this.status = Status.OUT_OF_MEMORY;
    this.unsupported = false;
  }

  /**
   * A failure of another library than oneDNN.
   *
   * @param name the library's name for the number, such as {@code CUDNN_STATUS_BAD_PARAM}
   * @param detail what else the library tells; may be empty
   * @param unsupported whether the status says that there is no implementation
   */
  public NativeCallException(
      String call, String name, int code, String shape, String detail, boolean unsupported) {
    super(
        call
            + " returned "
            + name
            + " ("
            + code
            + ") for "
            + shape
            + (detail.isEmpty() ? "" : ": " + detail));
    this.call = call;
    this.code = code;
    this.status = null;
    this.unsupported = unsupported;
  }

  /**
   * The system has no such block.
   *
   * @param call the function that was asked for it
   * @param held bytes of host memory that are open
   */
  public static NativeCallException outOfMemory(String call, long bytes, long held) {
    return new NativeCallException(
        call
            + " returned null for host memory, bytes="
            + bytes
            + ", held="
            + held
            + "; close what is not used, or allow the process more memory",
        call);
  }

  /** The C function that failed, such as {@code dnnl_primitive_create}. */
  public String call() {
    return call;
  }

  /** The number it returned. */
  public int code() {
    return code;
  }

  /** What {@link #code} means to oneDNN; empty for other libraries and for unknown numbers. */
  public Optional<Status> status() {
    return Optional.ofNullable(status);
  }

  /** Whether the library has no implementation for it, so that another way may be tried. */
  public boolean unsupported() {
    return unsupported;
  }
}
