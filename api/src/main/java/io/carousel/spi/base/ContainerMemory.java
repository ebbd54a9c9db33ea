package io.carousel.spi.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The memory that Linux allows the container of this process, from the files of its control groups
 * (cgroups(7)): {@code memory.max} in version 2, {@code memory.limit_in_bytes} in version 1. The
 * least of the process's own group and those around it counts.
 */
final class ContainerMemory {
  /** Version 1 writes a number near 2^63 where there is no limit. */
  private static final long NO_LIMIT = 1L << 60;

  private final Path root;

  /**
   * Reads below a folder.
   *
   * @param root the root of the file system, or what tests have in its place
   */
  ContainerMemory(Path root) {
    this.root = root;
  }

  /** The limit in bytes; empty where there is none, or none that can be read. */
  OptionalLong limit() {
    long least = NO_LIMIT;
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3); // number, controllers, path
      if (parts.length == 3) {
        least = Math.min(least, limit(parts[1], parts[2]));
      }
    }
    return least < NO_LIMIT ? OptionalLong.of(least) : OptionalLong.empty();
  }

  private long limit(String controllers, String path) {
    if (controllers.isEmpty()) {
      return least(root.resolve("sys/fs/cgroup"), path, "memory.max");
    }
    return ("," + controllers + ",").contains(",memory,")
        ? least(root.resolve("sys/fs/cgroup/memory"), path, "memory.limit_in_bytes")
        : NO_LIMIT;
  }

  /** In a container the path may be that of the host, and only the mount itself is there. */
  private static long least(Path mount, String path, String file) {
    long least = NO_LIMIT;
    Path group = mount.resolve(path.substring(Math.min(1, path.length()))).normalize();
    group = group.startsWith(mount) ? group : mount; // a path outside of the namespace
    while (group.startsWith(mount)) {
      least = Math.min(least, number(group.resolve(file)));
      group = group.getParent();
    }
    return least;
  }

  private static long number(Path file) {
    for (String line : lines(file)) {
      try {
        return Long.parseLong(line.strip());
      } catch (NumberFormatException e) {
        return NO_LIMIT; // the word max
      }
    }
    return NO_LIMIT;
  }

  private static Iterable<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of(); // a limit that cannot be read cannot be respected
    }
  }
}
