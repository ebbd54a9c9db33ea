package io.carousel.gpu;

import io.carousel.bindings.cuda.CudaStream;
import io.carousel.bindings.cuda.DeviceMemory;
import io.carousel.spi.Buffer;
import io.carousel.spi.Mode;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Region;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernels of one plan share: its memory on the device, one allocation per region, and what
 * is to be freed with it. All elements have four bytes; buffers start at multiples of 256 bytes.
 */
final class GpuMemory {
  /** Elements of a buffer are rounded up to this many, so that the next one is aligned. */
  private static final int GRAIN = 64;

  /** The numbers of a run, struct RunNumbers of common.cuh: a double and three longs. */
  static final int NUMBERS_BYTES = 32;

  final GpuBackend backend;
  final GpuParameters parameters;
  final PlanShape shape;
  final Mode mode;
  final GpuArithmetic arithmetic;

  /** l_n of the run, int32 [N]. */
  final Buffer lengths;

  /** The numbers of the run or update. */
  final Buffer numbers;

  /** l_n of the run on the host, but at least 1, as cuDNN wants them. */
  final int[] lengthsOfOneOrMore;

  /** Whether CUDA has refused to capture the plan's tasks in a graph, which is said once. */
  boolean captureRefused;

  private final Map<Region, Stretch> regions = new EnumMap<>(Region.class);
  private final List<Runnable> bindings = new ArrayList<>();
  private final List<GpuTask> packing = new ArrayList<>();
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();

  /** One region: how many elements it takes, then the memory they take. */
  private static final class Stretch {
    private long elements;
    private DeviceMemory memory;
  }

  GpuMemory(GpuBackend backend, GpuParameters parameters, PlanShape shape, Mode mode) {
    this.backend = backend;
    this.parameters = parameters;
    this.shape = shape;
    this.mode = mode;
    this.arithmetic = GpuArithmetic.of(shape.precision());
    for (Region region : Region.values()) {
      regions.put(region, new Stretch());
    }
    lengths = buffer(Region.INPUT, shape.sequences());
    numbers = buffer(Region.INPUT, NUMBERS_BYTES / Float.BYTES);
    lengthsOfOneOrMore = new int[shape.sequences()];
  }

  Buffer buffer(Region region, long count) {
    Stretch stretch = regions.get(region);
    Buffer buffer = new Buffer(region, stretch.elements, count);
    stretch.elements += (count + GRAIN - 1) / GRAIN * GRAIN;
    return buffer;
  }

  /** Room for bytes that are no float32 numbers. */
  Buffer bytes(Region region, long bytes) {
    return buffer(region, (bytes + Float.BYTES - 1) / Float.BYTES);
  }

  /** Room for operands of products, in the plan's type. */
  Buffer operands(Region region, long count) {
    return bytes(region, count * arithmetic.type().bytes());
  }

  /** Runs this once addresses are known. */
  void whenAllocated(Runnable bind) {
    bindings.add(bind);
  }

  /** Copies weights to where kernels want them, whenever they have changed. */
  void pack(GpuTask task) {
    packing.add(task);
  }

  List<GpuTask> packing() {
    return packing;
  }

  /** Something that is closed with the plan. */
  <R extends AutoCloseable> R own(R resource) {
    owned.push(resource);
    return resource;
  }

  /**
   * Allocates all regions, zeroed, if they and two slots have room, and lets the kernels find their
   * addresses.
   */
  void allocate() {
    backend.budget().requireRoom(bytes() + 2 * bytes(Region.INPUT), "a plan");
    for (Stretch stretch : regions.values()) {
      stretch.memory = backend.budget().onDevice(stretch.elements * Float.BYTES, "a plan");
    }
    backend.queue().inTurn(() -> bindings.forEach(Runnable::run));
  }

  /** Where a buffer starts; 0 for none. */
  long address(Buffer buffer) {
    return buffer == null
        ? 0
        : regions.get(buffer.region()).memory.address() + buffer.offset() * Float.BYTES;
  }

  /** Bytes of one region. */
  long bytes(Region region) {
    return regions.get(region).elements * Float.BYTES;
  }

  /** Bytes of all regions. */
  long bytes() {
    long total = 0;
    for (Region region : Region.values()) {
      total += bytes(region);
    }
    return total;
  }

  /** Where l_n stands, or 0 where every row counts. */
  long lengthsFor(boolean perStep) {
    return perStep && shape.ragged() ? address(lengths) : 0;
  }

  /** Where the loss scale stands, or 0 where gradients are not scaled. */
  long scaling() {
    boolean scaled = shape.precision().scalesLoss() && mode == Mode.TRAINING;
    return scaled ? parameters.scalingAddress() : 0;
  }

  /** Takes the lengths of a run for cuDNN. */
  void take(IntBuffer hostLengths) {
    for (int n = 0; n < lengthsOfOneOrMore.length; n++) {
      lengthsOfOneOrMore[n] = Math.max(1, hostLengths.get(n));
    }
  }

  GpuLaunch kernel(String name) {
    return new GpuLaunch(this, name);
  }

  /** Sets bytes to zero. */
  GpuTask zero(long address, long count) {
    CudaStream stream = backend.queue().stream();
    return () -> stream.zero(address, count);
  }

  /** Frees all; the plan's work is done by then. */
  void close() {
    backend
        .queue()
        .inTurn(
            () -> {
              backend.queue().stream().synchronize();
              GpuResources.closeAll(owned);
            });
    for (Stretch stretch : regions.values()) {
      backend.budget().free(stretch.memory);
    }
  }
}
