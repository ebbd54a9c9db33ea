package io.carousel.emulated;

import io.carousel.bindings.cuda.CudaFunction;
import io.carousel.bindings.cuda.CudaModule;
import io.carousel.bindings.cuda.CudaStream;
import io.carousel.bindings.cuda.Device;
import io.carousel.bindings.cuda.DeviceMemory;
import io.carousel.bindings.cuda.Nvrtc;
import io.carousel.bindings.cuda.PinnedMemory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A device, a stream, and what a test creates, closed in the opposite order. */
final class Rig implements AutoCloseable {
  final Device device = Device.open(0);
  final CudaStream stream;
  private final Deque<AutoCloseable> all = new ArrayDeque<>();

  Rig() {
    stream = keep(CudaStream.create());
  }

  <T extends AutoCloseable> T keep(T made) {
    all.push(made);
    return made;
  }

  /** Zeroed device memory. */
  long memory(long bytes) {
    return keep(DeviceMemory.allocate(Math.max(1, bytes))).address();
  }

  /** Device memory that holds these bytes. */
  long upload(byte[] values) {
    long address = memory(values.length);
    write(address, values);
    return address;
  }

  void write(long address, byte[] values) {
    try (PinnedMemory staging = PinnedMemory.allocate(Math.max(1, values.length))) {
      staging.asByteBuffer().put(0, values);
      stream.copy(staging.address(), address, values.length);
      stream.synchronize();
    }
  }

  byte[] download(long address, int bytes) {
    try (PinnedMemory staging = PinnedMemory.allocate(Math.max(1, bytes))) {
      stream.copy(address, staging.address(), bytes);
      stream.synchronize();
      byte[] values = new byte[bytes];
      staging.asByteBuffer().get(0, values);
      return values;
    }
  }

  long upload(float... values) {
    return upload(bytes(values));
  }

  float[] floats(long address, int count) {
    float[] values = new float[count];
    ByteBuffer.wrap(download(address, count * Float.BYTES))
        .order(java.nio.ByteOrder.nativeOrder())
        .asFloatBuffer()
        .get(values);
    return values;
  }

  static byte[] bytes(float... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(java.nio.ByteOrder.nativeOrder());
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  /** A kernel of tests.cu. */
  CudaFunction kernel(String name) {
    return keep(CudaModule.load(code())).function(name);
  }

  byte[] code() {
    return code(device.architecture());
  }

  /** The kernels for an architecture such as {@code sm_90}, or {@code compute_80} for PTX. */
  byte[] code(String architecture) {
    return Nvrtc.compile(
        "tests.cu",
        resource("tests.cu"),
        Map.of("numbers.cuh", resource("numbers.cuh")),
        List.of("--gpu-architecture=" + architecture, "--std=c++17"));
  }

  static String resource(String name) {
    try (InputStream in = Rig.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    while (!all.isEmpty()) {
      close(all.pop());
    }
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
