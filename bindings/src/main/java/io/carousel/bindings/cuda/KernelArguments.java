package io.carousel.bindings.cuda;

import java.util.ArrayList;
import java.util.List;

/** The arguments of a kernel in their order; a {@link KernelLaunch} copies them. */
public final class KernelArguments {
  private final List<Long> cells = new ArrayList<>();
  private final List<Integer> bytes = new ArrayList<>();

  /** Begins with none. */
  public KernelArguments() {}

  private KernelArguments add(long cell, int size) {
    cells.add(cell);
    bytes.add(size);
    return this;
  }

  /** A pointer; 0 is null. */
  public KernelArguments pointer(long address) {
    return add(address, Long.BYTES);
  }

  /** An {@code int}. */
  public KernelArguments integer(int value) {
    return add(Integer.toUnsignedLong(value), Integer.BYTES);
  }

  /** A {@code long long}. */
  public KernelArguments longInteger(long value) {
    return add(value, Long.BYTES);
  }

  /** A {@code float}. */
  public KernelArguments real(float value) {
    return add(Integer.toUnsignedLong(Float.floatToRawIntBits(value)), Float.BYTES);
  }

  /** How many there are. */
  public int count() {
    return cells.size();
  }

  /** What is stored for one, its low bytes first. */
  long cell(int index) {
    return cells.get(index);
  }

  /** The size of each. */
  List<Integer> bytes() {
    return List.copyOf(bytes);
  }
}
