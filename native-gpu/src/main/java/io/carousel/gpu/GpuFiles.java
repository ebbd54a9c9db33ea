package io.carousel.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A folder of what has been found out once for this machine: compiled kernels, and which algorithm
 * was fastest. Nothing in it is needed; where it cannot be written, things are found out again.
 */
final class GpuFiles {
  /** The system property that names the folder; {@code off} keeps nothing. */
  static final String PROPERTY = "carousel.gpu.cache";

  private static final System.Logger LOG = System.getLogger(GpuFiles.class.getName());

  private final Optional<Path> folder;
  private boolean told;

  GpuFiles(Optional<Path> folder) {
    this.folder = folder;
  }

  /** The folder that the property names, else one in the user's home. */
  static GpuFiles chosen() {
    String named = System.getProperty(PROPERTY);
    if (named == null) {
      Path home = Path.of(System.getProperty("user.home", "."));
      return new GpuFiles(Optional.of(home.resolve(".cache").resolve("carousel")));
    }
    return new GpuFiles(named.equals("off") ? Optional.empty() : Optional.of(Path.of(named)));
  }

  /** What a file holds; empty if it is not there or cannot be read. */
  Optional<byte[]> read(String name) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder.get().resolve(name);
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      tell("read", e);
      return Optional.empty();
    }
  }

  /** Writes a file whole or not at all; says so once if it cannot. */
  void write(String name, byte[] content) {
    if (folder.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(folder.get());
      Path draft = Files.createTempFile(folder.get(), name, ".part");
      try {
        Files.write(draft, content);
        Files.move(draft, folder.get().resolve(name), StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      tell("write", e);
    }
  }

  private void tell(String what, IOException e) {
    if (!told) {
      told = true;
      LOG.log(
          System.Logger.Level.INFO,
          "the gpu backend cannot "
              + what
              + " its folder, so kernels are compiled and algorithms timed anew, folder="
              + folder.get()
              + ", reason="
              + e
              + "; name another by -D"
              + PROPERTY
              + "=FOLDER");
    }
  }
}
