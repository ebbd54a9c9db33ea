package io.carousel.io;

import io.carousel.spi.NumberType;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A tensor to be written.
 *
 * @param name its name
 * @param type of its numbers in the file
 * @param shape its axes
 * @param element puts the number at an index, counted row by row, into a buffer
 */
record TensorData(String name, NumberType type, List<Integer> shape, Element element) {
  /** Puts one number into a buffer. */
  @FunctionalInterface
  interface Element {
    void put(ByteBuffer buffer, int index);
  }

  /** Numbers of a block, from an offset on, as they are. */
  static TensorData of(String name, List<Integer> shape, float[] block, int offset) {
    return new TensorData(
        name, NumberType.F32, shape, (buffer, i) -> buffer.putFloat(block[offset + i]));
  }

  /** Numbers of a block, from an offset on; F32 asks that each be a float32 already. */
  static TensorData of(
      String name, NumberType type, List<Integer> shape, double[] block, int offset) {
    return new TensorData(
        name,
        type,
        shape,
        switch (type) {
          case F32 -> (buffer, i) -> buffer.putFloat((float) block[offset + i]);
          case F64 -> (buffer, i) -> buffer.putDouble(block[offset + i]);
        });
  }

  int elements() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  long bytes() {
    return (long) elements() * TensorEntry.width(type);
  }
}
