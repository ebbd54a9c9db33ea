package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("data.csv");
  }

  @Test
  void compressedFilesAreRead() throws IOException {
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("x\n1\n2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(CsvReader.series(file, "x").values()).containsExactly(1, 2);
  }

  @Test
  void aCompressedFileThatIsCutOffIsNamed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write("x\n1\n2\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.write(file, Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
    assertThatThrownBy(() -> CsvReader.series(file, "x"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "compressed file must be whole, file="
                + file
                + ": Unexpected end of ZLIB input stream; copy it again");
  }

  @Test
  void standardInputIsReadForAHyphen() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("x\n1\n2\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(CsvReader.series(Path.of("-"), "x").values()).containsExactly(1, 2);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void standardInputThatIsNotUtf8IsRefused() {
    InputStream before = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream("x\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)));
      assertThatThrownBy(() -> CsvReader.series(Path.of("-"), "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("standard input must be UTF-8 text; convert it to UTF-8");
    } finally {
      System.setIn(before);
    }
  }
}
