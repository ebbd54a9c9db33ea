package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final String REMEDY =
      "; free some space or choose another folder (an old file is as it was)";

  @TempDir Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileIsWrittenThenReplacedAndNothingElseIsLeft() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.writeText(file, "one \u20ac");
    AtomicFile.writeText(file, "two");
    assertThat(Files.readString(file)).isEqualTo("two");
    assertThat(files()).containsExactly("a.txt");
  }

  @Test
  void aWriterThatFailsMidwayLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.writeText(file, "old");
    byte[] much = new byte[1 << 20];
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(much);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("file must be writable, file=" + file + ": No space left on device" + REMEDY);
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(much);
                      throw new IllegalStateException("mine");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");
    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(files()).containsExactly("a.txt");
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> AtomicFile.writeText(folder, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("file must not be a folder, file=" + folder);
  }

  @Test
  void aFolderThatDoesNotExistIsNamed() {
    Path absent = folder.resolve("absent");
    Path file = absent.resolve("a.txt");
    assertThatThrownBy(() -> AtomicFile.writeText(file, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("folder must exist, folder=" + absent + ", file=" + file + "; create it first");
  }

  @Test
  void aFolderThatTakesNoFilesIsNamed() {
    Path file = Path.of("/sys/carousel.txt");
    assumeTrue(Files.isDirectory(Path.of("/sys/kernel")), "needs Linux");
    assertThatThrownBy(() -> AtomicFile.writeText(file, "x"))
        .isInstanceOf(UncheckedIOException.class)
        .message()
        .isIn(
            "file must be writable, file=/sys/carousel.txt: permission denied" + REMEDY,
            "file must be writable, file=/sys/carousel.txt: Read-only file system" + REMEDY,
            "file must be writable, file=/sys/carousel.txt: Operation not permitted" + REMEDY);
  }

  @Test
  void aFullDeviceIsNamed() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs Linux");
    assertThatThrownBy(() -> AtomicFile.writeText(full, "x"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("file must be writable, file=/dev/full: No space left on device" + REMEDY);
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = folder.resolve("a.txt");
    Path link = folder.resolve("link.txt");
    AtomicFile.writeText(file, "one");
    Files.createSymbolicLink(link, Path.of("a.txt"));
    AtomicFile.writeText(link, "two");
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(file)).isEqualTo("two");
  }

  @Test
  void aRelativePathIsFine() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path file = here.relativize(folder.toAbsolutePath()).resolve("a.txt");
    AtomicFile.writeText(file, "x");
    assertThat(Files.readString(folder.resolve("a.txt"))).isEqualTo("x");
  }

  @Test
  void anInterruptedThreadStillWrites() throws IOException {
    Path file = folder.resolve("a.txt");
    Thread.currentThread().interrupt();
    try {
      AtomicFile.writeText(file, "x");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Files.readString(file)).isEqualTo("x");
  }

  @Test
  void aLinkToAFileThatIsNotThereYetMakesIt() throws IOException {
    Path file = folder.resolve("a.txt");
    Path link = folder.resolve("link.txt");
    Files.createSymbolicLink(link, Path.of("a.txt"));
    AtomicFile.writeText(link, "one");
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(file)).isEqualTo("one");
    assertThat(files()).containsExactly("a.txt", "link.txt");
  }

  @Test
  void aLinkIntoAFolderThatDoesNotExistIsNamed() throws IOException {
    Path link = folder.resolve("link.txt");
    Files.createSymbolicLink(link, Path.of("absent", "a.txt"));
    assertThatThrownBy(() -> AtomicFile.writeText(link, "x"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("file must be writable, file=" + link + ": no such file or folder" + REMEDY);
  }
}
