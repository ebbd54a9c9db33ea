package io.carousel.cpu;

import io.carousel.bindings.HostMemory;
import java.nio.FloatBuffer;

/** Copies float32 memory of any size: one Java buffer shows no more than 2 GiB. */
final class CpuViews {
  /** How many numbers a view has where there are that many. */
  static final int MOST = 1 << 28;

  private CpuViews() {}

  /** Reads the first numbers, at most {@code most} at a time. */
  static void read(HostMemory from, double[] to, int most) {
    for (int first = 0; first < to.length; ) {
      FloatBuffer view = view(from, first, Math.min(most, to.length - first));
      for (int i = 0; i < view.capacity(); i++) {
        to[first + i] = view.get(i);
      }
      first += view.capacity();
    }
  }

  /** Overwrites the first numbers, at most {@code most} at a time. */
  static void write(double[] from, HostMemory to, int most) {
    for (int first = 0; first < from.length; ) {
      FloatBuffer view = view(to, first, Math.min(most, from.length - first));
      for (int i = 0; i < view.capacity(); i++) {
        view.put(i, (float) from[first + i]);
      }
      first += view.capacity();
    }
  }

  private static FloatBuffer view(HostMemory memory, int first, int count) {
    return memory.asFloatBuffer((long) first * Float.BYTES, count);
  }
}
