package io.carousel.predict;

/**
 * What came out of a stretch of a stream, and where it goes on.
 *
 * @param rows one row per time step, or a single row if the network keeps the last step only
 * @param next the state after the stretch
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record StreamOutput(float[][] rows, StreamState next) {
  /** The last row. */
  public float[] last() {
    return rows[rows.length - 1];
  }
}
