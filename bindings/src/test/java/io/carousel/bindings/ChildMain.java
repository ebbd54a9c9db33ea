package io.carousel.bindings;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** What child JVMs run. */
final class ChildMain {
  private ChildMain() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "probe" -> System.out.println(NativeLibraries.probe());
      case "diagnose" -> System.out.println(NativeLibraries.diagnose());
      case "load" -> load();
      case "cache" -> System.out.println(CacheFolder.folder("library"));
      case "allocate" -> allocate();
      case "interrupted" -> interrupted();
      case "late" -> late();
      case "big" -> big();
      case "leak" -> leak();
      case "time" -> time();
      case "overhead" -> overhead();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void load() {
    try (Engine engine = Engine.cpu()) {
      System.out.println("open: " + engine);
    } catch (MissingLibraryException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void allocate() {
    try (HostMemory memory = HostMemory.allocate(64)) {
      System.out.println("open: " + memory);
    } catch (MissingLibraryException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void interrupted() {
    Thread.currentThread().interrupt();
    allocate();
    System.out.println("interrupted: " + Thread.interrupted());
  }

  /** An application that has used JavaCPP for something else before. */
  private static void late() throws IOException {
    Loader.getCacheDir();
    allocate();
    System.out.println("property: " + System.getProperty("org.bytedeco.javacpp.cachedir"));
  }

  /** 1.2 GB of touched native memory, and primitives made and run besides it. */
  private static void big() {
    try (HostMemory memory = HostMemory.allocate(1_200_000_000)) {
      ByteBuffer bytes = memory.asByteBuffer();
      for (int at = 0; at < bytes.capacity(); at += 1024) {
        bytes.put(at, (byte) 1);
      }
      try (Engine engine = Engine.cpu();
          Attributes attributes = Attributes.create();
          Stream stream = Stream.of(engine)) {
        for (int n = 1; n <= 50; n++) {
          relu(engine, stream, attributes, memory, n);
        }
      }
      System.out.println(
          "resident above 1.2 GB: "
              + (Pointer.physicalBytes() > 1_200_000_000L)
              + ", heap at most 256 MB: "
              + (Runtime.getRuntime().maxMemory() <= 256L << 20)
              + ", tracked: "
              + Pointer.totalCount());
    }
  }

  private static void relu(
      Engine engine, Stream stream, Attributes attributes, HostMemory memory, int n) {
    try (Descriptors descriptors =
            new Descriptors()
                .with(Argument.SRC, MemoryDescriptor.of(DataType.F32, FormatTag.A, n))
                .with(Argument.DST, MemoryDescriptor.of(DataType.F32, FormatTag.A, n));
        PrimitiveDescriptor descriptor =
            Eltwise.forward(
                engine,
                Eltwise.Kind.RELU,
                Propagation.FORWARD_INFERENCE,
                descriptors,
                attributes,
                "relu N=" + n);
        Primitive primitive = Primitive.of(descriptor);
        Memory data = Memory.in(engine, descriptors.get(Argument.SRC), memory, 1_000_000_000);
        Arguments arguments =
            Arguments.builder().with(Argument.SRC, data).with(Argument.DST, data).build()) {
      primitive.execute(stream, arguments);
    }
  }

  private static void leak() throws InterruptedException {
    HostMemory kept = HostMemory.allocate(64);
    WeakReference<HostMemory> lost = new WeakReference<>(HostMemory.allocate(4096));
    for (int i = 0; i < 100 && lost.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    Thread.sleep(200);
    System.out.println("still counted: " + HostMemory.totalBytes());
    kept.close();
  }

  /**
   * Processor time beside time by the clock: a machine that builds three things at once is slow.
   */
  private static void time() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadCpuTime();
    long cpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    boolean usable = NativeLibraries.probe().usable();
    long probed = System.nanoTime();
    long cpuOfProbe = threads.getCurrentThreadCpuTime() - cpu;
    NativeLibraries.probe();
    long again = System.nanoTime();
    LibraryLoader.loadJavaCpp();
    long javaCpp = System.nanoTime();
    NativeLibraries.load();
    long loaded = System.nanoTime();
    System.out.printf(
        "usable %b cpu %.1f first %.1f second %.1f javacpp %.1f dnnl %.1f ms%n",
        usable,
        cpuOfProbe / 1e6,
        (probed - start) / 1e6,
        (again - probed) / 1e6,
        (javaCpp - again) / 1e6,
        (loaded - javaCpp) / 1e6);
  }

  /** What an execution costs where there is next to nothing to compute. */
  private static void overhead() {
    try (TensorHeap heap = new TensorHeap()) {
      Descriptors descriptors =
          heap.keep(
              new Descriptors()
                  .with(Argument.SRC, MemoryDescriptor.of(DataType.F32, FormatTag.A, 8))
                  .with(Argument.DST, MemoryDescriptor.of(DataType.F32, FormatTag.A, 8)));
      Memory data =
          heap.keep(
              Memory.in(
                  heap.engine,
                  descriptors.get(Argument.SRC),
                  heap.keep(HostMemory.allocate(64)),
                  0));
      PrimitiveDescriptor descriptor =
          heap.keep(
              Eltwise.forward(
                  heap.engine,
                  Eltwise.Kind.RELU,
                  Propagation.FORWARD_INFERENCE,
                  descriptors,
                  heap.attributes,
                  "relu N=8"));
      Primitive primitive = heap.keep(Primitive.of(descriptor));
      Arguments arguments =
          heap.keep(Arguments.builder().with(Argument.SRC, data).with(Argument.DST, data).build());
      for (int round = 0; round < 5; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
          primitive.execute(heap.stream, arguments);
        }
        long executed = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
          heap.stream.await();
        }
        System.out.printf(
            "execution %.3f, empty native call %.3f microseconds%n",
            (executed - start) / 2e7, (System.nanoTime() - executed) / 2e7);
      }
    }
  }
}
