package io.carousel.io;

import io.carousel.spi.NumberType;
import java.util.List;

/**
 * One tensor in a safetensors header.
 *
 * @param name its name
 * @param type of its numbers
 * @param shape its axes
 * @param begin its first byte in the data
 * @param end the byte after its last
 */
record TensorEntry(String name, NumberType type, List<Long> shape, long begin, long end) {
  TensorEntry {
    shape = List.copyOf(shape);
  }

  /** The bytes of one number. */
  static int width(NumberType type) {
    return switch (type) {
      case F32 -> Float.BYTES;
      case F64 -> Double.BYTES;
    };
  }

  /** How many numbers there are. */
  long elements() {
    return (end - begin) / width(type);
  }
}
