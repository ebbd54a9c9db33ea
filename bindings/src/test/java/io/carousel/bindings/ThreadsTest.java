package io.carousel.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ThreadsTest {
  /** Keeps a count per thread, as OpenMP does, and what was set. */
  private static final class FakeOpenMp implements OpenMp {
    private final ThreadLocal<Integer> count = ThreadLocal.withInitial(() -> 8);
    private final List<Integer> set = new ArrayList<>();

    @Override
    public int maxThreads() {
      return count.get();
    }

    @Override
    public void setThreads(int threads) {
      set.add(threads);
      count.set(threads);
    }
  }

  @AfterEach
  void uninstall() {
    Threads.install(null);
  }

  @Test
  void workRunsWithItsThreadsAndThenWithThoseOfBefore() {
    FakeOpenMp openMp = new FakeOpenMp();
    Threads.install(openMp);
    List<Integer> seen = new ArrayList<>();
    Threads.with(2, () -> seen.add(Threads.current()));
    assertThat(seen).containsExactly(2);
    assertThat(Threads.current()).isEqualTo(8);
    assertThat(openMp.set).containsExactly(2, 8);
  }

  @Test
  void theCountIsRestoredWhenWorkFails() {
    Threads.install(new FakeOpenMp());
    assertThatThrownBy(
            () ->
                Threads.with(
                    3,
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(Threads.current()).isEqualTo(8);
  }

  @Test
  void nothingIsSetWhereTheCountIsRightAlready() {
    FakeOpenMp openMp = new FakeOpenMp();
    Threads.install(openMp);
    int before = Threads.enter(8);
    Threads.leave(before);
    assertThat(openMp.set).isEmpty();
  }

  @Test
  void callsMayNest() {
    Threads.install(new FakeOpenMp());
    Threads.with(
        2,
        () -> {
          Threads.with(1, () -> assertThat(Threads.current()).isEqualTo(1));
          assertThat(Threads.current()).isEqualTo(2);
        });
  }

  @Test
  void settingAndRestoringAllocatesNothing() {
    int[] count = {4};
    Threads.install(
        new OpenMp() {
          @Override
          public int maxThreads() {
            return count[0];
          }

          @Override
          public void setThreads(int threads) {
            count[0] = threads;
          }
        });
    int[] runs = {0};
    Runnable work = () -> runs[0]++;
    for (int i = 0; i < 20_000; i++) {
      Threads.with(1, work);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    threads.getThreadAllocatedBytes(thread);
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < 4_000; i++) {
      Threads.with(1, work);
    }
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isZero();
    assertThat(runs[0]).isEqualTo(24_000);
  }

  @Test
  void countsMustBePositive() {
    Threads.install(new FakeOpenMp());
    assertThatThrownBy(() -> Threads.enter(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of threads must be positive, threads=0");
  }

  @Test
  void withoutALibraryThatSetsThemItSaysWhatToAdd() {
    assertThat(Threads.installed()).isFalse();
    assertThatThrownBy(Threads::current)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "a library that sets OpenMP's threads must be installed, installed=none;"
                + " add carousel-native-cpu to the class path, or call Threads.install");
  }

  /**
   * Calls the run-time's own setter by the one function of JavaCPP that calls an address, which is
   * meant for deallocators. Good enough to try what {@link OpenMp} asks for where there is no C++
   * compiler; it cannot return a value, so that the count is kept here.
   */
  private static final class OpenMpByAddress implements OpenMp {
    private final ThreadLocal<Integer> count =
        ThreadLocal.withInitial(() -> Runtime.getRuntime().availableProcessors());

    @Override
    public int maxThreads() {
      return count.get();
    }

    @Override
    public void setThreads(int threads) {
      try {
        Class<?> type = Class.forName("org.bytedeco.javacpp.Pointer$NativeDeallocator");
        var constructor = type.getDeclaredConstructor(Pointer.class, long.class, long.class);
        var call = type.getDeclaredMethod("deallocate", long.class, long.class);
        constructor.setAccessible(true);
        call.setAccessible(true);
        long setter = Loader.addressof("omp_set_num_threads").address();
        call.invoke(constructor.newInstance(new Address(setter), 0L, 0L), (long) threads, setter);
        count.set(threads);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }

  private static long systemThreads() throws IOException {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.count();
    }
  }

  /** A product that is large enough for several threads. */
  private static void multiply() {
    try (TensorHeap heap = new TensorHeap()) {
      Descriptors descriptors = new Descriptors();
      Arguments.Builder arguments = Arguments.builder();
      for (Argument argument : new Argument[] {Argument.SRC, Argument.WEIGHTS, Argument.DST}) {
        TensorHeap.Tensor tensor =
            heap.tensor(MemoryDescriptor.of(DataType.F32, FormatTag.AB, 256, 256));
        descriptors.with(argument, tensor.descriptor());
        arguments.with(argument, tensor.memory());
      }
      heap.run(
          heap.keep(Matmul.of(heap.engine, descriptors, heap.attributes, "matmul 256")), arguments);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void oneDnnTakesTheCountOfTheCallingThreadAlone() throws IOException {
    NativeLibraries.load();
    Threads.install(new OpenMpByAddress());
    Threads.with(1, ThreadsTest::multiply);
    long alone = systemThreads();
    Threads.with(1, ThreadsTest::multiply);
    assertThat(systemThreads()).isEqualTo(alone);
    Threads.with(7, ThreadsTest::multiply);
    assertThat(systemThreads() - alone).isBetween(5L, 7L);
  }
}
