package io.carousel.gpu;

import io.carousel.bindings.HostMemory;
import io.carousel.bindings.cuda.CudaEvent;
import io.carousel.bindings.cuda.CudaStream;
import io.carousel.bindings.cuda.Device;
import java.nio.FloatBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one stream of a backend, where all work of all its plans stands in line, and the lock that a
 * thread holds while it adds to it. So whatever is computed on one device comes in an order, and
 * cuDNN and cuBLAS, whose handles bear one thread at a time, are safe.
 */
final class GpuQueue implements AutoCloseable {
  /** The most numbers that are copied at once: one Java buffer shows no more than 2 GiB. */
  private static final int PART = 1 << 28;

  private final ReentrantLock lock = new ReentrantLock();
  private final Device device;
  private final CudaStream stream;
  private final CudaEvent end;

  GpuQueue(Device device) {
    this.device = device;
    this.stream = CudaStream.create();
    this.end = CudaEvent.create();
  }

  Device device() {
    return device;
  }

  CudaStream stream() {
    return stream;
  }

  /** This thread's turn begins; {@link #leave} must follow. */
  void enter() {
    lock.lock();
    device.makeCurrent();
  }

  void leave() {
    lock.unlock();
  }

  /** Does something in turn. */
  void inTurn(Runnable work) {
    enter();
    try {
      work.run();
    } finally {
      leave();
    }
  }

  /** Copies and waits; one of the two is memory of the device. */
  void copyNow(long from, long to, long bytes) {
    enter();
    try {
      stream.copy(from, to, bytes);
      stream.synchronize();
    } finally {
      leave();
    }
  }

  /** Reads float32 numbers of the device. */
  void read(long from, double[] to) {
    int part = Math.min(to.length, PART);
    try (HostMemory host = HostMemory.allocate(Math.max(1, (long) part * Float.BYTES))) {
      FloatBuffer view = host.asFloatBuffer(0, part);
      for (int first = 0; first < to.length; ) {
        int count = Math.min(part, to.length - first);
        copyNow(from + (long) first * Float.BYTES, host.address(), (long) count * Float.BYTES);
        for (int i = 0; i < count; i++) {
          to[first + i] = view.get(i);
        }
        first += count;
      }
    }
  }

  /** Reads double numbers of the device. */
  double[] readDoubles(long from, int count) {
    try (HostMemory host = HostMemory.allocate(Math.max(1, (long) count * Double.BYTES))) {
      copyNow(from, host.address(), (long) count * Double.BYTES);
      double[] numbers = new double[count];
      host.asByteBuffer().asDoubleBuffer().get(numbers);
      return numbers;
    }
  }

  /** Overwrites float32 numbers of the device. */
  void write(double[] from, long to) {
    int part = Math.min(from.length, PART);
    try (HostMemory host = HostMemory.allocate(Math.max(1, (long) part * Float.BYTES))) {
      FloatBuffer view = host.asFloatBuffer(0, part);
      for (int first = 0; first < from.length; ) {
        int count = Math.min(part, from.length - first);
        for (int i = 0; i < count; i++) {
          view.put(i, (float) from[first + i]);
        }
        copyNow(host.address(), to + (long) first * Float.BYTES, (long) count * Float.BYTES);
        first += count;
      }
    }
  }

  /** How long the device takes for some work, in milliseconds; the caller has entered. */
  double milliseconds(Runnable work) {
    try (CudaEvent start = CudaEvent.create()) {
      start.record(stream);
      work.run();
      end.record(stream);
      end.synchronize();
      return end.millisecondsSince(start);
    }
  }

  @Override
  public void close() {
    enter();
    try {
      end.close();
      stream.close();
    } finally {
      leave();
    }
  }
}
