package io.carousel.emulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The folder of the pretend libraries, and what they can be told. */
public final class Emulator {
  /** Where the build has put them. */
  public static final Path FOLDER =
      Path.of(System.getProperty("carousel.emulator", "target/emulator"));

  private Emulator() {}

  /** Whether they have been built. */
  public static boolean isBuilt() {
    return Files.exists(FOLDER.resolve("libcudart.so.13"));
  }

  /** Whether a real device is to be used in their place. */
  public static boolean isReal() {
    return Boolean.getBoolean("carousel.gpu.real");
  }

  /** Settings that hold until this is closed. */
  public static final class Settings implements AutoCloseable {
    private final Path file = Path.of(System.getenv("CAROUSEL_EMULATOR_SETTINGS"));

    private Settings(String... lines) {
      try {
        Files.write(file, Arrays.asList(lines));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Tells the pretend libraries something, such as {@code MEMORY=1000000}; the list is in the
   * module's README.
   */
  public static Settings with(String... lines) {
    return new Settings(lines);
  }
}
