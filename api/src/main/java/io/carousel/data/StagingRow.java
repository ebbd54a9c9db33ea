package io.carousel.data;

import io.carousel.spi.Staging;

/**
 * Row n of a slot: turns steps into the time-major places of the staging's buffers. A target that
 * the plan has no room for (the plan computes no loss) is left out.
 */
public final class StagingRow {
  private final Staging staging;
  private final int row;
  private final int sequences;

  public StagingRow(Staging staging, int row) {
    this.staging = staging;
    this.row = row;
    this.sequences = staging.shape().sequences();
  }

  public void length(int length) {
    staging.lengths().put(row, length);
  }

  public void token(int step, int token) {
    staging.tokens().put(step * sequences + row, token);
  }

  /** Copies {@code width} features of a step from {@code source}. */
  public void features(int step, float[] source, int from, int width) {
    staging.features().put((step * sequences + row) * width, source, from, width);
  }

  /** The class of a step, or of the whole sequence at step 0. */
  public void label(int step, int label) {
    if (staging.classes() != null) {
      staging.classes().put(step * sequences + row, label);
    }
  }

  /** Copies {@code width} target numbers of a step, or of the whole sequence at step 0. */
  public void targets(int step, float[] source, int from, int width) {
    if (staging.targets() != null) {
      staging.targets().put((step * sequences + row) * width, source, from, width);
    }
  }
}
