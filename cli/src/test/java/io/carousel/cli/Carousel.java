package io.carousel.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the launcher as a user does: a process in a folder, with arguments. */
final class Carousel {
  private static final int LIMIT_SECONDS = 100;

  /** Most processes end before Java's second compiler would pay. */
  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  /** The launcher at the root of the project; Maven runs tests in the module's folder. */
  static final Path LAUNCHER = Path.of("..", "carousel").toAbsolutePath().normalize();

  private Carousel() {}

  /** What a process came to. */
  record Ended(int exitCode, String out, String err) {
    /** The messages of errors, without the remarks before them. */
    List<String> errors() {
      return err.lines()
          .filter(line -> line.startsWith("error: "))
          .map(line -> line.substring("error: ".length()))
          .toList();
    }
  }

  /** Runs a command to its end. */
  static Ended run(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    return run(folder, Map.of(), command);
  }

  /** Runs any process to its end, with some variables of its own. */
  static Ended run(Path folder, Map<String, String> variables, List<String> command) {
    return end(start(folder, variables, command), folder);
  }

  /** Starts a process whose output goes to files in the folder. */
  static Started start(Path folder, Map<String, String> variables, List<String> command) {
    try {
      Path out = Files.createTempFile(folder, "stdout", "");
      Path err = Files.createTempFile(folder, "stderr", "");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("CAROUSEL_JAVA_OPTS", QUICK);
      builder.environment().putAll(variables);
      Process process = builder.start();
      process.getOutputStream().close();
      return new Started(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that runs. */
  record Started(Process process, Path out, Path err) {
    /** Waits until standard error has this text. */
    void awaitError(String text) {
      long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (!read(err).contains(text)) {
        if (!process.isAlive() || System.nanoTime() > limit) {
          throw new AssertionError("never said " + text + ": " + read(err));
        }
        pause();
      }
    }

    private static void pause() {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Waits for the end of a process. */
  static Ended end(Started started, Path folder) {
    try {
      if (!started.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        started.process().destroyForcibly();
        throw new AssertionError("too slow, in " + folder + ": " + read(started.err()));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Ended(started.process().exitValue(), read(started.out()), read(started.err()));
  }

  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
