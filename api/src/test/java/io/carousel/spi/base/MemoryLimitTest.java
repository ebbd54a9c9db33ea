package io.carousel.spi.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.spi.BackendOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of containers, in files as Linux has them. */
class MemoryLimitTest {
  private static final long MIB = 1L << 20;

  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Long limit() {
    var limit = new ContainerMemory(root).limit();
    return limit.isPresent() ? limit.getAsLong() : null;
  }

  @Test
  void shouldReadTheGroupOfVersionTwoAndThoseAroundIt() throws IOException {
    write("proc/self/cgroup", "0::/pods/one\n");
    write("sys/fs/cgroup/pods/one/memory.max", "max\n");
    assertThat(limit()).isNull();
    write("sys/fs/cgroup/pods/memory.max", "600000000\n");
    assertThat(limit()).isEqualTo(600_000_000);
    write("sys/fs/cgroup/pods/one/memory.max", "500000000\n");
    assertThat(limit()).isEqualTo(500_000_000);
  }

  @Test
  void shouldReadTheMountWhereThePathIsThatOfTheHost() throws IOException {
    write("proc/self/cgroup", "0::/kubepods.slice/pod42\n");
    write("sys/fs/cgroup/memory.max", "700000000\n");
    assertThat(limit()).isEqualTo(700_000_000);
  }

  @Test
  void shouldReadTheMemoryControllerOfVersionOne() throws IOException {
    write("proc/self/cgroup", "5:cpu,cpuacct:/a\n4:memory:/docker/x\n0::/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    assertThat(limit()).isNull();
    write("sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", "400000000\n");
    assertThat(limit()).isEqualTo(400_000_000);
  }

  @Test
  void shouldReadTheMountWhereThePathLeavesIt() throws IOException {
    write("proc/self/cgroup", "0::/../..\n");
    write("sys/fs/cgroup/memory.max", "300000000\n");
    assertThat(limit()).isEqualTo(300_000_000);
  }

  @Test
  void shouldNotLeaveTheMount() throws IOException {
    write("proc/self/cgroup", "0::/../../../x\n");
    write("memory.max", "1\n");
    assertThat(limit()).isNull();
  }

  @Test
  void shouldHaveNoLimitWhereThereAreNoGroups() {
    assertThat(limit()).isNull();
  }

  @Test
  void shouldLeaveTheHeapAndATenthToTheJvm() {
    MemoryLimit limit = MemoryLimit.inContainer(1000 * MIB, 250 * MIB);
    assertThat(limit.bytes()).isEqualTo(650 * MIB);
    assertThat(limit.remedy())
        .isEqualTo(
            "give the container more than its 1048576000 bytes or the JVM a smaller heap, set a"
                + " memory limit");
    assertThat(MemoryLimit.inContainer(400 * MIB, 100 * MIB).bytes()).isEqualTo(236 * MIB);
    assertThat(MemoryLimit.inContainer(1000 * MIB, 950 * MIB).bytes()).isEqualTo(250 * MIB);
  }

  @Test
  void shouldTakeWhatIsAskedForBeforeTheContainers() throws IOException {
    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/memory.max", "" + 4096 * MIB);
    System.setProperty(MemoryLimit.ROOT_PROPERTY, root.toString());
    try {
      BackendOptions options = BackendOptions.defaults();
      assertThat(MemoryLimit.inNativeMemory(options).bytes())
          .isEqualTo(MemoryLimit.inContainer(4096 * MIB, Runtime.getRuntime().maxMemory()).bytes());
      assertThat(MemoryLimit.inNativeMemory(options.withMemoryLimit(5 * MIB)))
          .isEqualTo(new MemoryLimit(5 * MIB, "raise the memory limit"));
    } finally {
      System.clearProperty(MemoryLimit.ROOT_PROPERTY);
    }
  }

  @Test
  void shouldLeaveHalfOfTheHeapToOthers() {
    long most = Runtime.getRuntime().maxMemory() / 2;
    BackendOptions options = BackendOptions.defaults();
    assertThat(MemoryLimit.inHeap(options))
        .isEqualTo(new MemoryLimit(most, "give the JVM a larger heap with -Xmx"));
    assertThat(MemoryLimit.inHeap(options.withMemoryLimit(7)).bytes()).isEqualTo(7);
    assertThat(MemoryLimit.inHeap(options.withMemoryLimit(most)))
        .as("a limit that was asked for can be raised")
        .isEqualTo(new MemoryLimit(most, "raise the memory limit"));
  }
}
