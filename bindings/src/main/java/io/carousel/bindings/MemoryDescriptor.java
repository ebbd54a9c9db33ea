package io.carousel.bindings;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/** Dimensions, element type and layout of a tensor. */
public final class MemoryDescriptor extends NativeHandle {
  /** The tags that {@link #describe} tries: of several with one layout, the one that says most. */
  private static final List<FormatTag> NAMED =
      List.of(
          FormatTag.A,
          FormatTag.AB,
          FormatTag.BA,
          FormatTag.TNC,
          FormatTag.NTC,
          FormatTag.BAC,
          FormatTag.ABCD,
          FormatTag.LDIGO,
          FormatTag.LDGOI);

  final dnnl_memory_desc handle = new dnnl_memory_desc();

  private MemoryDescriptor(String what) {
    super(what);
  }

  /**
   * A tensor in a named layout, or in one that the primitive is to choose ({@link FormatTag#ANY}).
   *
   * @throws IllegalArgumentException if the tag is for another number of dimensions
   * @throws NativeCallException if oneDNN refuses the dimensions
   */
  public static MemoryDescriptor of(DataType type, FormatTag tag, long... dims) {
    if (tag.rank() != 0 && tag.rank() != dims.length) {
      throw new IllegalArgumentException(
          "format tag "
              + tag.title()
              + " must have "
              + tag.rank()
              + " dimensions, dims="
              + Arrays.toString(dims));
    }
    NativeLibraries.load();
    String what = "memory descriptor " + text(type, dims) + " " + tag.title();
    MemoryDescriptor made = new MemoryDescriptor(what);
    int status =
        dnnl.dnnl_memory_desc_create_with_tag(made.handle, dims.length, dims, type.code, tag.code);
    made.requireCreated(status, "dnnl_memory_desc_create_with_tag", what);
    return made;
  }

  /** A tensor whose layout the primitive is to choose. */
  public static MemoryDescriptor any(DataType type, long... dims) {
    return of(type, FormatTag.ANY, dims);
  }

  /**
   * A tensor with the given distances between neighbours along each dimension: a transposed matrix,
   * or a slice of a larger one.
   *
   * @param strides in elements, as many as {@code dims}
   * @throws IllegalArgumentException if there are more or fewer
   * @throws NativeCallException if oneDNN refuses them
   */
  public static MemoryDescriptor strided(DataType type, long[] dims, long[] strides) {
    if (dims.length != strides.length) {
      throw new IllegalArgumentException(
          "strides must be as many as dimensions, dims="
              + Arrays.toString(dims)
              + ", strides="
              + Arrays.toString(strides));
    }
    NativeLibraries.load();
    String what = "memory descriptor " + text(type, dims) + " strides " + Arrays.toString(strides);
    MemoryDescriptor made = new MemoryDescriptor(what);
    int status =
        dnnl.dnnl_memory_desc_create_with_strides(
            made.handle, dims.length, dims, type.code, strides);
    made.requireCreated(status, "dnnl_memory_desc_create_with_strides", what);
    return made;
  }

  /** A copy that lives on its own of one that belongs to oneDNN. */
  static MemoryDescriptor copyOf(dnnl_memory_desc theirs, String what) {
    MemoryDescriptor made = new MemoryDescriptor(what);
    made.requireCreated(
        dnnl.dnnl_memory_desc_clone(made.handle, theirs), "dnnl_memory_desc_clone", what);
    return made;
  }

  private static String text(DataType type, long[] dims) {
    return type.title() + " " + Arrays.toString(dims);
  }

  /**
   * Bytes that a tensor of this layout occupies, padding included; 0 while the layout is open, and
   * for an argument that a primitive does not have.
   */
  public long bytes() {
    requireOpen();
    return dnnl.dnnl_memory_desc_get_size(handle);
  }

  /** Whether both describe the same tensor in the same layout. */
  public boolean matches(MemoryDescriptor other) {
    requireOpen();
    other.requireOpen();
    return dnnl.dnnl_memory_desc_equal(handle, other.handle) == 1;
  }

  /** The dimensions; none for an argument that a primitive does not have. */
  public long[] dims() {
    requireOpen();
    return queryLongs(dnnl.dnnl_query_dims);
  }

  /**
   * The layout in words for people, such as {@code f32 [1, 1, 8, 4, 16] ldigo}, or {@code strides
   * [...]} where no tag of {@link FormatTag} fits, or {@code opaque} where oneDNN does not tell.
   */
  public String describe() {
    long[] dims = dims();
    if (dims.length == 0) {
      return "none";
    }
    int code = queryInt(dnnl.dnnl_query_data_type);
    for (DataType type : DataType.values()) {
      if (type.code == code) {
        return text(type, dims) + " " + layout(type, dims);
      }
    }
    return "type " + code + " " + Arrays.toString(dims);
  }

  private String layout(DataType type, long[] dims) {
    for (FormatTag tag : NAMED) {
      if (tag.rank() == dims.length && matchesTag(type, tag, dims)) {
        return tag.title();
      }
    }
    try (HostMemory out = HostMemory.allocate(Long.BYTES)) {
      boolean plain = query(dnnl.dnnl_query_strides, out) == 0;
      if (!plain) {
        return bytes() == 0 ? FormatTag.ANY.title() : "opaque";
      }
    }
    String blocks = queryInt(dnnl.dnnl_query_inner_nblks_s32) > 0 ? ", blocked" : "";
    return "strides " + Arrays.toString(queryLongs(dnnl.dnnl_query_strides)) + blocks;
  }

  private boolean matchesTag(DataType type, FormatTag tag, long[] dims) {
    try (MemoryDescriptor candidate = of(type, tag, dims)) {
      return matches(candidate);
    }
  }

  private int query(int what, HostMemory out) {
    return dnnl.dnnl_memory_desc_query(handle, what, new Address(out.address()));
  }

  private int queryInt(int what) {
    try (HostMemory out = HostMemory.allocate(Long.BYTES)) {
      Status.require(query(what, out), "dnnl_memory_desc_query", toString());
      return out.asIntBuffer(0, 1).get(0);
    }
  }

  /** Reads an array with one element per dimension, of which oneDNN returns the address. */
  private long[] queryLongs(int what) {
    int rank = queryInt(dnnl.dnnl_query_ndims_s32);
    if (rank == 0) {
      return new long[0];
    }
    try (HostMemory out = HostMemory.allocate(Long.BYTES)) {
      Status.require(query(what, out), "dnnl_memory_desc_query", toString());
      Pointer found = new Address(out.asLongBuffer(0, 1).get(0)).ofBytes(rank * Long.BYTES);
      long[] values = new long[rank];
      found.asByteBuffer().order(java.nio.ByteOrder.nativeOrder()).asLongBuffer().get(values);
      return values;
    }
  }

  @Override
  int destroy() {
    return dnnl.dnnl_memory_desc_destroy(handle);
  }

  @Override
  String destructor() {
    return "dnnl_memory_desc_destroy";
  }

  @Override
  dnnl_memory_desc pointer() {
    return handle;
  }
}
