package io.carousel.bindings;

import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;

/**
 * How primitives compute. Always: the scratchpad is the caller's ({@link Argument#SCRATCHPAD}), so
 * that it counts in the caller's budget; and float arithmetic is strict, so that f32 is never
 * computed in a shorter type.
 */
public final class Attributes extends NativeHandle {
  final dnnl_primitive_attr handle = new dnnl_primitive_attr();

  private Attributes() {
    super("attributes");
    requireCreated(
        dnnl.dnnl_primitive_attr_create(handle), "dnnl_primitive_attr_create", "attributes");
  }

  private static Attributes create(boolean deterministic) {
    NativeLibraries.load();
    Attributes made = new Attributes();
    try {
      made.set(deterministic);
      return made;
    } catch (NativeCallException e) {
      made.close();
      throw e;
    }
  }

  private void set(boolean deterministic) {
    require(
        dnnl.dnnl_primitive_attr_set_scratchpad_mode(handle, dnnl.dnnl_scratchpad_mode_user),
        "dnnl_primitive_attr_set_scratchpad_mode");
    require(
        dnnl.dnnl_primitive_attr_set_fpmath_mode(handle, dnnl.dnnl_fpmath_mode_strict),
        "dnnl_primitive_attr_set_fpmath_mode");
    require(
        dnnl.dnnl_primitive_attr_set_deterministic(handle, deterministic ? 1 : 0),
        "dnnl_primitive_attr_set_deterministic");
  }

  private static void require(int status, String call) {
    Status.require(status, call, "attributes");
  }

  /** Strict arithmetic, scratchpad of the caller's. */
  public static Attributes create() {
    return create(false);
  }

  /** As {@link #create}, and the same bits at every execution with the same threads. */
  public static Attributes deterministic() {
    return create(true);
  }

  /** Has the primitive add its result to the destination in place of overwriting it. */
  public Attributes addingToDestination() {
    requireOpen();
    dnnl_post_ops ops = new dnnl_post_ops();
    require(dnnl.dnnl_post_ops_create(ops), "dnnl_post_ops_create");
    try {
      require(
          dnnl.dnnl_post_ops_append_sum(ops, 1f, 0, dnnl.dnnl_data_type_undef),
          "dnnl_post_ops_append_sum");
      require(
          dnnl.dnnl_primitive_attr_set_post_ops(handle, ops), "dnnl_primitive_attr_set_post_ops");
    } finally {
      require(dnnl.dnnl_post_ops_destroy(ops), "dnnl_post_ops_destroy");
    }
    return this;
  }

  @Override
  int destroy() {
    return dnnl.dnnl_primitive_attr_destroy(handle);
  }

  @Override
  String destructor() {
    return "dnnl_primitive_attr_destroy";
  }

  @Override
  dnnl_primitive_attr pointer() {
    return handle;
  }
}
