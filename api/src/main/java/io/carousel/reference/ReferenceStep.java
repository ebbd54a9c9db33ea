package io.carousel.reference;

/**
 * Where the rows of one step stand in the plan's values. A prime means the step that was read
 * before, or the initial state: h' is {@code hPrevious}.
 *
 * <pre>
 *                dc' &lt;--+----+&lt;-- dc
 *      c', h' --&gt;       |cell|       --&gt; c, h
 *                dh' &lt;--+----+&lt;-- dh
 *                        ^  |
 *                        x  dx
 * </pre>
 */
final class ReferenceStep {
  double[] values;
  int x;
  int hPrevious;
  int cPrevious;
  int h;
  int c;
  int dx;
  int dh;
  int dc;
  int dhPrevious;
  int dcPrevious;

  /** The row of the first saved activation. */
  int saved;

  /** How far the next saved activation's row is. */
  int savedStride;

  /** The row of the saved activation with this number. */
  int saved(int number) {
    return saved + number * savedStride;
  }
}
