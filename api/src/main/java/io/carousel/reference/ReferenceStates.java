package io.carousel.reference;

/**
 * h, c, dh or dc of a recurrent layer at all steps, and at both ends in the order of reading.
 *
 * @param steps the rows [D, T, N, H]
 * @param before the rows [D, N, H] before the first step that is read
 * @param after the rows [D, N, H] after the last step that is read
 */
record ReferenceStates(ReferenceRows steps, ReferenceRows before, ReferenceRows after) {
  /** The time before the first step that is read. */
  static final int BEFORE = -1;

  /** The row at time step t, which may be {@link #BEFORE}. */
  int row(int direction, int t, int n) {
    return t == BEFORE ? before.row(direction, n) : steps.row(direction, t, n);
  }
}
