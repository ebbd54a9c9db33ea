package io.carousel.predict;

import java.util.List;
import java.util.Map;

/**
 * What went on inside the recurrent layers while they read a sequence.
 *
 * @param layers one entry per layer and direction, in the order in which they run
 */
public record Trace(List<LayerTrace> layers) {
  public Trace {
    layers = List.copyOf(layers);
  }

  /**
   * One layer in one direction.
   *
   * @param name such as {@code 0.lstm.0.forward}
   * @param values by name: each gate after its activation ({@code i f g o} of an LSTM, {@code r z
   *     n} of a GRU), {@code c} where there is one, and {@code h}; each [T][H]
   */
  public record LayerTrace(String name, Map<String, double[][]> values) {
    public LayerTrace {
      values = Map.copyOf(values);
    }

    /**
     * The values of one name, [T][H].
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public double[][] get(String value) {
      double[][] found = values.get(value);
      if (found == null) {
        throw new IllegalArgumentException(
            "value must be one of "
                + values.keySet().stream().sorted().toList()
                + ", value="
                + value);
      }
      return found;
    }
  }
}
