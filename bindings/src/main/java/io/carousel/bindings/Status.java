package io.carousel.bindings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;

/** What a oneDNN call returned, under oneDNN's names. */
public enum Status {
  SUCCESS(dnnl.dnnl_success),
  OUT_OF_MEMORY(dnnl.dnnl_out_of_memory),
  INVALID_ARGUMENTS(dnnl.dnnl_invalid_arguments),
  UNIMPLEMENTED(dnnl.dnnl_unimplemented),
  LAST_IMPL_REACHED(dnnl.dnnl_last_impl_reached),
  RUNTIME_ERROR(dnnl.dnnl_runtime_error),
  NOT_REQUIRED(dnnl.dnnl_not_required),
  INVALID_GRAPH(dnnl.dnnl_invalid_graph),
  INVALID_GRAPH_OP(dnnl.dnnl_invalid_graph_op),
  INVALID_SHAPE(dnnl.dnnl_invalid_shape),
  INVALID_DATA_TYPE(dnnl.dnnl_invalid_data_type);

  private final int code;

  Status(int code) {
    this.code = code;
  }

  /** oneDNN's number for it. */
  public int code() {
    return code;
  }

  /** What a number means; empty for one that is not known here. */
  static Optional<Status> of(int code) {
    return Arrays.stream(values()).filter(status -> status.code == code).findFirst();
  }

  /** oneDNN's word for it, such as {@code invalid_arguments}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The text for messages, such as {@code unimplemented (3)}; also of numbers it has no name for.
   */
  static String text(int code) {
    return of(code).map(Status::title).orElse("unknown status") + " (" + code + ")";
  }

  /**
   * Passes success and turns everything else into an exception.
   *
   * @param call the C function that returned {@code code}
   * @param shape the caller's words for what was computed, such as {@code lstm_forward T=64 N=32}
   */
  static void require(int code, String call, String shape) {
    if (code != 0) {
      throw new NativeCallException(call, code, shape);
    }
  }
}
