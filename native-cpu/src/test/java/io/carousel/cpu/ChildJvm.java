package io.carousel.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carousel.bindings.NativeLibraries;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A JVM of its own for what takes flags, what may crash, and what must start from nothing. */
final class ChildJvm {
  private static final int MINUTES = 5;

  /** How many folders a message lists. */
  private static final int LISTED = 6;

  /** The first version that warns of native libraries, and takes a flag against it. */
  private static final int WARNING_VERSION = 24;

  private final List<String> flags = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private List<String> shell = List.of();
  private List<String> classPath = classPath();

  /** How a process ended, and all lines that it printed. */
  record Result(int exit, List<String> lines) {
    /** What follows a key in the line that starts with it. */
    String value(String key) {
      return lines.stream()
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no line starts with " + key + "=: " + lines));
    }

    long number(String key) {
      return Long.parseLong(value(key));
    }
  }

  /** Ends a test where the kernels were not built, unless carousel.require says they must be. */
  static void assumeKernels() {
    boolean required =
        Arrays.asList(System.getProperty("carousel.require", "").split(",")).contains("cpu");
    assumeTrue(
        CpuProbe.hasKernels(NativeLibraries.probe()) || required,
        "the native library was left out: see the build's output");
  }

  private static List<String> classPath() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    return Arrays.stream(entries).filter(entry -> !entry.isEmpty()).toList();
  }

  ChildJvm flag(String flag) {
    flags.add(flag);
    return this;
  }

  /** Sets a variable of the environment. */
  ChildJvm variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Lets a script prepare a view of the file system that is the child's own; ends a test where this
   * user cannot have one.
   *
   * @param script sh, in which {@code $DIR} is the folder
   */
  ChildJvm inMountNamespace(String script, Path folder) throws IOException, InterruptedException {
    boolean permitted =
        Files.isExecutable(Path.of("/usr/bin/unshare"))
            && new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0;
    assumeTrue(permitted, "this user cannot have a mount namespace");
    String lines = "set -e; DIR=" + folder + "; " + script + "; exec \"$@\"";
    shell = List.of("unshare", "-m", "sh", "-c", lines, "sh");
    return this;
  }

  /** Runs it by a command that takes a command, such as {@code taskset -c 0}. */
  ChildJvm under(String... command) {
    shell = List.of(command);
    return this;
  }

  /** Leaves out the entries of the class path for which this holds; there must be one. */
  ChildJvm without(Predicate<String> entry) {
    List<String> rest = classPath.stream().filter(entry.negate()).toList();
    if (rest.size() == classPath.size()) {
      throw new AssertionError("no entry to leave out in " + classPath);
    }
    classPath = rest;
    return this;
  }

  /** Adds a folder before all others, whose files are then found first. */
  ChildJvm first(Path folder) {
    classPath = new ArrayList<>(classPath);
    classPath.add(0, folder.toString());
    return this;
  }

  /** Adds a folder to the class path. */
  ChildJvm with(Path folder) {
    classPath = new ArrayList<>(classPath);
    classPath.add(folder.toString());
    return this;
  }

  /** Replaces the entries of the class path for which this holds by one; there must be one. */
  ChildJvm replacing(Predicate<String> entry, Path by) {
    return without(entry).with(by);
  }

  /** The folders of the class path as messages list them. */
  String folders() {
    List<String> folders =
        classPath.stream()
            .map(entry -> entry.endsWith(".jar") ? Path.of(entry).getParent().toString() : entry)
            .distinct()
            .toList();
    String text = String.join(", ", folders.subList(0, Math.min(LISTED, folders.size())));
    return folders.size() > LISTED ? text + " and " + (folders.size() - LISTED) + " more" : text;
  }

  /** Where the child looks for classes. */
  List<String> entries() {
    return classPath;
  }

  Result run(Class<?> program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(shell);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= WARNING_VERSION) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(flags);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("a child must end in " + MINUTES + " minutes: " + text);
    }
    return new Result(process.exitValue(), text.lines().toList());
  }
}
