package io.carousel.parity;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Numbers with a name and a shape.
 *
 * @param name as reports show it
 * @param axes the extent of each axis
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared as a record
record Tensor(String name, List<Integer> axes, double[] values) {

  static Tensor of(String name, double[] values, Integer... axes) {
    return new Tensor(name, List.of(axes), values);
  }

  static Tensor scalar(String name, double value) {
    return new Tensor(name, List.of(1), new double[] {value});
  }

  String shape() {
    return axes.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }
}
