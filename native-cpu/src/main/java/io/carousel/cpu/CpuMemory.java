package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import io.carousel.internal.Require;
import io.carousel.spi.Buffer;
import io.carousel.spi.Mode;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Region;
import io.carousel.spi.Staging;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernels of one plan share: its native memory, one allocation per region, and what the
 * slot that runs says. All elements have four bytes; buffers start at multiples of 64 bytes.
 */
final class CpuMemory implements AutoCloseable {
  /** Elements of a buffer are rounded up to this many, so that the next one is aligned. */
  private static final int GRAIN = HostMemory.ALIGNMENT / Float.BYTES;

  final CpuBudget budget;
  final CpuParameters parameters;
  final PlanShape shape;
  final Mode mode;

  /** l_n of the run, int32 [N]. */
  final Buffer lengths;

  /** The packed rows of the run; made when the memory is. */
  CpuRows rows;

  /** The other numbers of the run or update. */
  Staging.Scalars scalars = Staging.Scalars.NONE;

  private final Buffer ones;
  private final Buffer tables;
  private final Map<Region, Stretch> regions = new EnumMap<>(Region.class);
  private final List<Runnable> bindings = new ArrayList<>();
  private IntBuffer lengthView;

  /** One region: how many elements it takes, then the memory they take. */
  private static final class Stretch {
    private long elements;
    private HostMemory memory;
  }

  CpuMemory(CpuBudget budget, CpuParameters parameters, PlanShape shape, Mode mode) {
    this.budget = budget;
    this.parameters = parameters;
    this.shape = shape;
    this.mode = mode;
    for (Region region : Region.values()) {
      regions.put(region, new Stretch());
    }
    lengths = buffer(Region.INPUT, shape.sequences());
    ones = buffer(Region.ACTIVATIONS, shape.sequences());
    tables = buffer(Region.ACTIVATIONS, CpuRows.tableInts(shape.steps(), shape.sequences()));
  }

  Buffer buffer(Region region, long count) {
    Stretch stretch = regions.get(region);
    Buffer buffer = new Buffer(region, stretch.elements, count);
    stretch.elements += (count + GRAIN - 1) / GRAIN * GRAIN;
    return buffer;
  }

  /** Runs this once addresses are known. */
  void whenAllocated(Runnable bind) {
    bindings.add(bind);
  }

  /**
   * Allocates all regions, zeroed, and lets the kernels find their addresses.
   *
   * @param more bytes that the plan is going to ask for beside them
   * @throws io.carousel.error.MemoryLimitException if all of it does not fit
   */
  void allocate(long more) {
    budget.requireRoom(bytes() + more, "a plan");
    regions.forEach((region, stretch) -> stretch.memory = budget.allocate(bytes(region), "a plan"));
    int sequences = shape.sequences();
    region(Region.ACTIVATIONS)
        .asIntBuffer(ones.offset() * Integer.BYTES, sequences)
        .put(filledWithOnes(sequences));
    IntBuffer tableView =
        region(Region.ACTIVATIONS)
            .asIntBuffer(
                tables.offset() * Integer.BYTES,
                Require.bufferSize(tables.count(), "the row tables"));
    rows = new CpuRows(shape.steps(), sequences, tableView, address(tables));
    lengthView = region(Region.INPUT).asIntBuffer(lengths.offset() * Integer.BYTES, sequences);
    bindings.forEach(Runnable::run);
  }

  private static int[] filledWithOnes(int count) {
    int[] filled = new int[count];
    Arrays.fill(filled, 1);
    return filled;
  }

  HostMemory region(Region region) {
    return regions.get(region).memory;
  }

  /** Bytes of one region; none is empty. */
  long bytes(Region region) {
    return Math.max(GRAIN, regions.get(region).elements) * Float.BYTES;
  }

  /** Bytes of all regions. */
  long bytes() {
    long total = 0;
    for (Region region : Region.values()) {
      total += bytes(region);
    }
    return total;
  }

  /** Where a buffer starts; 0 for none. */
  long address(Buffer buffer) {
    return buffer == null ? 0 : region(buffer.region()).address() + buffer.offset() * Float.BYTES;
  }

  /** l_n of the run where there is a row per step; 1 for all where there is one per sequence. */
  long lengthsFor(boolean perStep) {
    return address(perStep ? lengths : ones);
  }

  /** Orders the sequences of the run. */
  void pack() {
    rows.pack(lengthView);
  }

  @Override
  public void close() {
    for (Stretch stretch : regions.values()) {
      budget.free(stretch.memory);
    }
  }
}
