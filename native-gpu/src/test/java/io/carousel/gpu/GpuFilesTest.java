package io.carousel.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuFilesTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadByTheNext() throws IOException {
    Path inside = folder.resolve("a").resolve("b");
    new GpuFiles(Optional.of(inside)).write("file", CONTENT);
    assertThat(new GpuFiles(Optional.of(inside)).read("file")).hasValue(CONTENT);
    try (Stream<Path> files = Files.list(inside)) {
      assertThat(files).containsExactly(inside.resolve("file"));
    }
  }

  @Test
  void theFolderIsInTheCacheUnlessNothingIsToBeKept() throws IOException {
    Path gpu = folder.toRealPath().resolve("carousel").resolve("gpu");
    System.setProperty("carousel.cache", folder.toString());
    try {
      GpuFiles.chosen().write("file", CONTENT);
      assertThat(gpu.resolve("file")).hasBinaryContent(CONTENT);
      System.setProperty(GpuFiles.PROPERTY, "off");
      assertThat(GpuFiles.chosen().read("file")).isEmpty();
      System.setProperty(GpuFiles.PROPERTY, "/elsewhere");
      assertThatThrownBy(GpuFiles::chosen)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "carousel.gpu.cache must be on or off, carousel.gpu.cache=/elsewhere; name a folder"
                  + " by -Dcarousel.cache=FOLDER");
    } finally {
      System.clearProperty("carousel.cache");
      System.clearProperty(GpuFiles.PROPERTY);
    }
  }

  /** What was found out can be found out again, so this is no reason not to run. */
  @Test
  void aCacheThatCannotBeUsedIsNoError() throws IOException {
    Path blocked = Files.write(folder.resolve("blocked"), CONTENT);
    System.setProperty("carousel.cache", blocked.toString());
    try {
      GpuFiles files = GpuFiles.chosen();
      files.write("file", CONTENT);
      assertThat(files.read("file")).isEmpty();
    } finally {
      System.clearProperty("carousel.cache");
    }
  }

  @Test
  void withoutAFolderNothingIsKept() {
    GpuFiles none = new GpuFiles(Optional.empty());
    none.write("file", CONTENT);
    assertThat(none.read("file")).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsNoError() throws IOException {
    Path blocked = Files.write(folder.resolve("blocked"), CONTENT);
    GpuFiles files = new GpuFiles(Optional.of(blocked.resolve("inside")));
    files.write("file", CONTENT);
    assertThat(files.read("file")).isEmpty();
  }

  @Test
  void choicesAreRememberedByDeviceAndShape() {
    GpuFiles files = new GpuFiles(Optional.of(folder));
    new GpuChoices(files, "one").remember("lstm T=3", "SMALL_H");
    GpuChoices again = new GpuChoices(files, "one");
    assertThat(again.of("lstm T=3")).hasValue("SMALL_H");
    assertThat(again.of("lstm T=4")).isEmpty();
    assertThat(new GpuChoices(files, "two").of("lstm T=3")).isEmpty();
  }

  @Test
  void aDamagedFileOfChoicesIsAsGoodAsNone() {
    GpuFiles files = new GpuFiles(Optional.of(folder));
    files.write("algorithms.properties", "a=\\uZZZZ".getBytes(StandardCharsets.UTF_8));
    assertThat(new GpuChoices(files, "one").of("a")).isEmpty();
  }
}
