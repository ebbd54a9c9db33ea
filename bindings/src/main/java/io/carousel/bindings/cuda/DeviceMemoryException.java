package io.carousel.bindings.cuda;

/** The device has less memory than was asked for. What was allocated before stays usable. */
public final class DeviceMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long asked;
  private final long free;
  private final long total;

  DeviceMemoryException(long asked, long free, long total) {
    super(
        "device memory must be free before it is allocated, asked="
            + asked
            + ", free="
            + free
            + ", total="
            + total
            + "; close what is not used, or use smaller batches");
    this.asked = asked;
    this.free = free;
    this.total = total;
  }

  /** The bytes that were asked for. */
  public long asked() {
    return asked;
  }

  /** The bytes that were free, perhaps not in one piece. */
  public long free() {
    return free;
  }

  /** The bytes that the device has. */
  public long total() {
    return total;
  }
}
