package io.carousel.data;

import io.carousel.internal.Require;
import io.carousel.spi.Staging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Long sequences cut into chunks of a number of steps, for truncated back-propagation through time:
 * the state at the end of a chunk is carried to the next one, the gradient is not. A chunk is an
 * example; the chunks of one sequence have consecutive numbers, and the last may be shorter.
 */
public final class Chunks implements Dataset {
  private final List<Sequence> sequences;
  private final int steps;
  private final DataShape shape;

  /** First chunk of each sequence, and the total at the end. */
  private final int[] firstChunk;

  /** The sequence of each chunk. */
  private final int[] owner;

  private Chunks(List<Sequence> sequences, int steps) {
    this.sequences = sequences;
    this.steps = steps;
    this.shape = Sequences.commonShape(sequences);
    this.firstChunk = new int[sequences.size() + 1];
    for (int s = 0; s < sequences.size(); s++) {
      int count = (sequences.get(s).length() + steps - 1) / steps;
      firstChunk[s + 1] = firstChunk[s] + count;
    }
    this.owner = new int[firstChunk[sequences.size()]];
    for (int s = 0; s < sequences.size(); s++) {
      Arrays.fill(owner, firstChunk[s], firstChunk[s + 1], s);
    }
  }

  /**
   * Cuts sequences into chunks.
   *
   * @param sequences with a target per step
   * @param steps the length of a chunk
   */
  public static Chunks of(List<Sequence> sequences, int steps) {
    Require.positive(steps, "steps");
    Require.that(!sequences.isEmpty(), "a data set needs a sequence, sequences=0");
    for (int i = 0; i < sequences.size(); i++) {
      Require.that(
          sequences.get(i).targetsPerStep(),
          "carried state needs a target per step, sequence=" + i + "; use withTargets, withLabels");
    }
    return new Chunks(List.copyOf(sequences), steps);
  }

  /**
   * Tokens where each is to foretell the next one. The text is cut into {@code tracks} parts that
   * differ in length by one at most and run side by side.
   */
  public static Chunks ofTokens(int[] tokens, int tracks, int steps) {
    Require.positive(tracks, "tracks");
    int pairs = tokens.length - 1;
    Require.that(
        pairs >= tracks,
        "a text needs more tokens than tracks, tokens="
            + tokens.length
            + ", tracks="
            + tracks
            + "; use a longer text or a smaller batch");
    List<Sequence> parts = new ArrayList<>();
    for (int k = 0; k < tracks; k++) {
      int from = (int) ((long) pairs * k / tracks);
      int to = (int) ((long) pairs * (k + 1) / tracks);
      parts.add(
          Sequence.ofTokens(Arrays.copyOfRange(tokens, from, to))
              .withLabels(Arrays.copyOfRange(tokens, from + 1, to + 1)));
    }
    return of(parts, steps);
  }

  /** The number of sequences before cutting. */
  public int sequences() {
    return sequences.size();
  }

  /** The sequence that a chunk was cut from. */
  public int sequenceOf(int chunk) {
    return owner[chunk];
  }

  /** The first time step of a chunk in its sequence. */
  public int firstStep(int chunk) {
    return (chunk - firstChunk[owner[chunk]]) * steps;
  }

  int firstChunk(int sequence) {
    return firstChunk[sequence];
  }

  @Override
  public int size() {
    return owner.length;
  }

  @Override
  public int length(int chunk) {
    return Math.min(steps, sequences.get(owner[chunk]).length() - firstStep(chunk));
  }

  @Override
  public DataShape shape() {
    return shape;
  }

  @Override
  public void fill(Staging staging, int row, int chunk) {
    sequences.get(owner[chunk]).fill(staging, row, firstStep(chunk), length(chunk));
  }
}
