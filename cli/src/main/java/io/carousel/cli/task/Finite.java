package io.carousel.cli.task;

/** Finite weights may still put out numbers that have left float32's range; nobody writes them. */
final class Finite {
  private Finite() {}

  /**
   * A row of a model's output, as it is.
   *
   * @param place where in the file it belongs, as {@code name=value}
   * @throws IllegalArgumentException naming the first number that is not finite
   */
  static float[] require(float[] row, String place) {
    for (int k = 0; k < row.length; k++) {
      require(row[k], k, place);
    }
    return row;
  }

  /** One number of such a row. */
  static double require(double value, int output, String place) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "what a model puts out must be finite, "
              + place
              + ", output="
              + output
              + ", value="
              + value
              + "; the numbers of the data, or the model's weights, are too large");
    }
    return value;
  }
}
