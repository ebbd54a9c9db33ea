package io.carousel.data;

import io.carousel.internal.Require;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Batches of whole examples with similar lengths. Shuffled examples are taken {@value #POOL}
 * batches at a time, sorted by length within that pool and cut into batches, and the batches of the
 * epoch are shuffled again; so little padding is computed and the order stays random. A batch has
 * no more rows than there are examples.
 */
public final class Bucketing implements BatchSource {
  private static final int POOL = 16;

  private final Dataset data;
  private final int batchSize;
  private final Long seed;

  private Bucketing(Dataset data, int batchSize, Long seed) {
    this.data = data;
    this.batchSize = Math.min(Require.positive(batchSize, "batchSize"), Math.max(1, data.size()));
    this.seed = seed;
  }

  /** Every epoch in another order, all drawn from the seed. */
  public static Bucketing shuffled(Dataset data, int batchSize, long seed) {
    return new Bucketing(data, batchSize, seed);
  }

  /** Every epoch in the same order, all examples sorted by length: for evaluation. */
  public static Bucketing inOrder(Dataset data, int batchSize) {
    return new Bucketing(data, batchSize, null);
  }

  /**
   * The number of steps that a plan should have for a batch whose longest example has this many:
   * rounded up by an eighth at most, so that few plans serve all lengths.
   *
   * @param steps 1 or more
   * @param longest the steps of the longest example of all, which no plan needs to exceed
   */
  public static int planSteps(int steps, int longest) {
    int highest = Integer.highestOneBit(steps);
    int grain = Math.max(1, highest / 8);
    int rounded = (steps + grain - 1) / grain * grain;
    return Math.max(steps, Math.min(rounded, longest));
  }

  @Override
  public Dataset data() {
    return data;
  }

  @Override
  public int sequences() {
    return batchSize;
  }

  @Override
  public boolean carriesState() {
    return false;
  }

  @Override
  public List<Batch> epoch(long epoch) {
    if (seed == null) {
      int[] all = IntStream.range(0, data.size()).toArray();
      sortByLength(all);
      return cut(all);
    }
    Philox random = new Philox(seed, Purpose.SHUFFLE, 0, epoch);
    int[] order = random.permutation(data.size());
    List<Batch> batches = new ArrayList<>();
    int pool = (int) Math.min(Integer.MAX_VALUE, (long) POOL * batchSize);
    for (int from = 0; from < order.length; from += pool) {
      int[] part = Arrays.copyOfRange(order, from, Math.min(order.length, from + pool));
      sortByLength(part);
      batches.addAll(cut(part));
    }
    return shuffledBatches(batches, epoch);
  }

  private List<Batch> shuffledBatches(List<Batch> batches, long epoch) {
    int[] order = new Philox(seed, Purpose.SHUFFLE, 1, epoch).permutation(batches.size());
    return Arrays.stream(order).mapToObj(batches::get).toList();
  }

  private void sortByLength(int[] examples) {
    Integer[] boxed = Arrays.stream(examples).boxed().toArray(Integer[]::new);
    Arrays.sort(boxed, Comparator.comparingInt(data::length));
    for (int i = 0; i < boxed.length; i++) {
      examples[i] = boxed[i];
    }
  }

  private List<Batch> cut(int[] examples) {
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < examples.length; from += batchSize) {
      int[] rows = Arrays.copyOfRange(examples, from, Math.min(examples.length, from + batchSize));
      int steps = Arrays.stream(rows).map(data::length).max().orElse(1);
      batches.add(new Batch(rows, null, Math.max(1, steps)));
    }
    return batches;
  }
}
