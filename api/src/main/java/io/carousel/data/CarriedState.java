package io.carousel.data;

import io.carousel.internal.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Batches of chunks in which every row follows one sequence from its start to its end, then takes
 * the next sequence that no row has taken. Every epoch has the same order.
 */
public final class CarriedState implements BatchSource {
  private final Chunks data;
  private final int rows;
  private final List<Batch> batches;

  private CarriedState(Chunks data, int rows) {
    this.data = data;
    this.rows = rows;
    this.batches = deal();
  }

  /**
   * Batches with this many rows, or as many as there are sequences if that is less.
   *
   * @param batchSize the largest number of rows
   */
  public static CarriedState of(Chunks data, int batchSize) {
    Require.positive(batchSize, "batchSize");
    return new CarriedState(data, Math.min(batchSize, data.sequences()));
  }

  private List<Batch> deal() {
    List<Batch> dealt = new ArrayList<>();
    int[] chunk = new int[rows];
    int[] end = new int[rows];
    int nextSequence = 0;
    while (true) {
      int[] examples = new int[rows];
      boolean[] fresh = new boolean[rows];
      for (int row = 0; row < rows; row++) {
        while (chunk[row] == end[row] && nextSequence < data.sequences()) {
          chunk[row] = data.firstChunk(nextSequence);
          end[row] = data.firstChunk(nextSequence + 1);
          nextSequence++;
          fresh[row] = true;
        }
        examples[row] = chunk[row] < end[row] ? chunk[row]++ : Batch.NONE;
      }
      int steps =
          Arrays.stream(examples).map(e -> e == Batch.NONE ? 0 : data.length(e)).max().orElse(0);
      if (steps == 0) {
        return List.copyOf(dealt);
      }
      dealt.add(new Batch(examples, fresh, steps));
    }
  }

  @Override
  public Dataset data() {
    return data;
  }

  @Override
  public int sequences() {
    return rows;
  }

  @Override
  public boolean carriesState() {
    return true;
  }

  @Override
  public List<Batch> epoch(long epoch) {
    return batches;
  }
}
