package io.carousel.emulated;

import io.carousel.bindings.cuda.Cublas;
import io.carousel.bindings.cuda.Cuda;
import io.carousel.bindings.cuda.CudaStream;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.Device;
import io.carousel.bindings.cuda.MathMode;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * What everything takes when it is called for the first time in a process, in time and in memory of
 * the device: a program, since only the first call is the first.
 */
final class FirstCalls {
  private static final double NANOS_PER_MILLI = 1e6;

  private long free = -1;

  private FirstCalls() {}

  /** Prints a line per call. */
  public static void main(String[] arguments) throws Exception {
    new FirstCalls().run();
  }

  private void run() throws Exception {
    time("probe", Cuda::probe);
    time(
        "load the libraries",
        () -> {
          RealDevice.orExit();
          return "";
        });
    Device device = time("open the device", () -> Device.open(0));
    System.out.println(Cuda.diagnose());
    measureMemory(device);
    try (CudaStream stream = time("create a stream", CudaStream::create);
        Cudnn dnn = time("create a cuDNN handle", () -> Cudnn.create(stream));
        Cublas blas =
            time("create a cuBLAS handle", () -> Cublas.create(stream, MathMode.IEEE, 0, 0))) {
      measureMemory(device);
      System.out.println(dnn + ", " + blas);
    }
    backend(device);
  }

  private void backend(Device device) throws Exception {
    try (Course course = time("open the backend and plan", () -> Course.on("gpu", false))) {
      measureMemory(device);
      for (String step : new String[] {"first", "second", "third, which captures", "fourth"}) {
        time(
            step + " step",
            () -> {
              course.steps(1).parameters().sums();
              return "";
            });
      }
      measureMemory(device);
      System.out.println(course.plan().explain().strip());
    }
    time("open the backend again", () -> Course.on("gpu", false)).close();
  }

  private static <T> T time(String what, Callable<T> call) throws Exception {
    long start = System.nanoTime();
    T result = call.call();
    double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
    System.out.printf(Locale.ROOT, "%s: %.1f ms%n", what, millis);
    return result;
  }

  /** How much more of the device is taken than before. */
  private void measureMemory(Device device) {
    long now = device.freeBytes();
    System.out.printf(
        Locale.ROOT,
        "memory of the device: %d MiB free%s%n",
        now >> 20,
        free < 0 ? "" : ", " + ((free - now) >> 20) + " MiB less than before");
    free = now;
  }
}
