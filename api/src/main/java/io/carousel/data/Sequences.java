package io.carousel.data;

import io.carousel.internal.Require;
import io.carousel.loss.Loss;
import io.carousel.spi.Staging;
import java.util.List;

/** Whole sequences as examples. */
public final class Sequences implements Dataset {
  private final List<Sequence> sequences;
  private final DataShape shape;

  private Sequences(List<Sequence> sequences) {
    this.sequences = List.copyOf(sequences);
    this.shape = commonShape(this.sequences);
  }

  /**
   * A data set of these sequences.
   *
   * @throws IllegalArgumentException if there is none, or they differ in kind or width
   */
  public static Sequences of(List<Sequence> sequences) {
    Require.that(!sequences.isEmpty(), "a data set needs a sequence, sequences=0");
    return new Sequences(sequences);
  }

  static DataShape commonShape(List<Sequence> sequences) {
    DataShape common = null;
    for (int i = 0; i < sequences.size(); i++) {
      DataShape one = shapeOf(sequences.get(i));
      common = common == null ? one : merged(common, one, i, sequences.get(i).length() == 0);
    }
    return common;
  }

  private static DataShape shapeOf(Sequence s) {
    Loss.Targets kind =
        s.hasTargets() ? Loss.Targets.NUMBERS : s.hasLabels() ? Loss.Targets.CLASSES : null;
    return new DataShape(
        s.hasTokens(),
        s.hasTokens() ? s.largestToken() + 1 : s.featureWidth(),
        kind,
        s.hasLabels() ? s.largestLabel() + 1 : s.targetWidth(),
        s.targetsPerStep());
  }

  private static DataShape merged(DataShape all, DataShape one, int index, boolean empty) {
    boolean sameKind =
        all.tokens() == one.tokens()
            && all.targets() == one.targets()
            && all.targetsPerStep() == one.targetsPerStep();
    boolean sameInput = all.tokens() || all.inputWidth() == one.inputWidth();
    boolean sameTargets =
        all.targets() != Loss.Targets.NUMBERS || all.targetWidth() == one.targetWidth();
    boolean widthsCount = !empty && all.inputWidth() > 0;
    Require.that(
        sameKind && (!widthsCount || (sameInput && sameTargets)),
        "all sequences must look alike, sequence 0 is "
            + all
            + ", sequence "
            + index
            + " is "
            + one);
    return new DataShape(
        all.tokens(),
        Math.max(all.inputWidth(), one.inputWidth()),
        all.targets(),
        Math.max(all.targetWidth(), one.targetWidth()),
        all.targetsPerStep());
  }

  /** The sequence with this number. */
  public Sequence get(int example) {
    return sequences.get(example);
  }

  @Override
  public int size() {
    return sequences.size();
  }

  @Override
  public int length(int example) {
    return sequences.get(example).length();
  }

  @Override
  public DataShape shape() {
    return shape;
  }

  @Override
  public void fill(Staging staging, int row, int example) {
    Sequence sequence = sequences.get(example);
    sequence.fill(staging, row, 0, sequence.length());
  }
}
