package io.carousel.emulated;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, for libraries, settings and errors that this one must not have. */
final class Child {
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";

  private final List<String> options = new ArrayList<>();
  private final List<String> classPath = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();

  private Child(List<String> classPath) {
    this.classPath.addAll(classPath);
    this.classPath.removeIf(entry -> !new File(entry).exists());
  }

  /** This JVM's class path and cache, and the pretend libraries. */
  static Child onEmulator() {
    return on(Emulator.FOLDER, Path.of(System.getProperty(CACHE)));
  }

  /**
   * This JVM's class path, and the libraries of a folder.
   *
   * @param cache where JavaCPP unpacks libraries, and leaves links to others, which it finds again
   */
  static Child on(Path folder, Path cache) {
    List<String> all = List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    return new Child(all)
        .variable("LD_LIBRARY_PATH", folder.toString())
        .option("-Dorg.bytedeco.javacpp.platform.linkpath=" + folder)
        .option("-D" + CACHE + "=" + cache)
        .option("-Dcarousel.gpu.probe=force");
  }

  Child option(String option) {
    options.add(option);
    return this;
  }

  Child variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Takes the jars whose names end so from the class path. */
  Child without(String end) {
    classPath.removeIf(entry -> entry.endsWith(end));
    return this;
  }

  /** The folders of the class path as messages list them. */
  String folders() {
    List<String> folders = new ArrayList<>();
    for (String entry : classPath) {
      String folder = entry.endsWith(".jar") ? Path.of(entry).getParent().toString() : entry;
      if (!folders.contains(folder)) {
        folders.add(folder);
      }
    }
    String text = String.join(", ", folders.subList(0, Math.min(6, folders.size())));
    return folders.size() > 6 ? text + " and " + (folders.size() - 6) + " more" : text;
  }

  /** What {@code main} of a class prints on either stream. */
  String run(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(options);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("CAROUSEL_EMULATOR"));
    builder.environment().putAll(environment);
    return output(builder);
  }

  private static String output(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the child does not end: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
