package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.carousel.spi.NumberType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("t.safetensors");
  }

  private void write(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    write(json.length, json, dataBytes);
  }

  private void write(long length, byte[] json, int dataBytes) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(length).put(json).array());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> SafetensorsFile.open(file).close())
        .isInstanceOf(MalformedFileException.class)
        .hasMessage(message);
  }

  private void assertRefused(String header, int dataBytes, String message) throws IOException {
    write(header, dataBytes);
    assertRefused(message);
  }

  private static String f32(String name, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, shape, offsets);
  }

  @Test
  void theBytesOfAFileAreThese() throws IOException {
    SafetensorsFile.write(
        file,
        Map.of("a", "b\"\u00fc"),
        List.of(
            TensorData.of("W", List.of(1, 2), new float[] {9, 1, -2}, 1),
            TensorData.of("b", NumberType.F64, List.of(1), new double[] {0.5}, 0)));
    String header =
        "{\"__metadata__\":{\"a\":\"b\\\"\u00fc\"},"
            + "\"W\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}     ";
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    assertThat(json.length).isEqualTo(144);
    byte[] expected =
        ByteBuffer.allocate(8 + 144 + 16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(144)
            .put(json)
            .putFloat(1)
            .putFloat(-2)
            .putDouble(0.5)
            .array();
    assertThat(Files.readAllBytes(file)).isEqualTo(expected);
  }

  @Test
  void whatWasWrittenIsRead() {
    SafetensorsFile.write(
        file,
        Map.of("a", "b"),
        List.of(
            TensorData.of("W", List.of(1, 2), new float[] {1, -2}, 0),
            TensorData.of("none", NumberType.F64, List.of(0), new double[0], 0),
            TensorData.of("b", NumberType.F64, List.of(1), new double[] {0.5}, 0)));
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.metadata()).containsExactly(Map.entry("a", "b"));
      assertThat(read.tensors())
          .containsExactly(
              new TensorEntry("W", NumberType.F32, List.of(1L, 2L), 0, 8),
              new TensorEntry("none", NumberType.F64, List.of(0L), 8, 8),
              new TensorEntry("b", NumberType.F64, List.of(1L), 8, 16));
      double[] numbers = new double[4];
      read.read(read.tensors().get(0), numbers, 1);
      read.read(read.tensors().get(2), numbers, 3);
      assertThat(numbers).containsExactly(0, 1, -2, 0.5);
    }
  }

  @Test
  void tensorsMayStandInTheHeaderInAnyOrder() throws IOException {
    write("{" + f32("b", "[1]", "[4,8]") + "," + f32("a", "[]", "[0,4]") + "}  ", 8);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.tensors()).extracting(TensorEntry::name).containsExactly("a", "b");
      assertThat(read.tensors().get(0).elements()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("file must exist, file=" + file);
  }

  @Test
  void filesTooShortForAHeaderAreRefused() throws IOException {
    Files.createFile(file);
    assertRefused("file must not be empty, file=" + file);
    Files.write(file, new byte[7]);
    assertRefused("file must have 8 bytes for the length of its header, bytes=7, file=" + file);
  }

  @Test
  void aTextIsRefusedAsOne() throws IOException {
    Files.writeString(file, "{\n  \"task\" : \"forecast\"}");
    assertRefused(
        "file must be a safetensors file and not a text, begins with={\\u000a  \"tas, file="
            + file
            + "; give the path of a model.safetensors");
  }

  @Test
  void aHeaderLongerThanItsFileIsRefused() throws IOException {
    for (long length : new long[] {93, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1, 0, 1}) {
      write(length, new byte[92], 0);
      assertRefused(
          "headerLength must be from 2 to 92 in this file, headerLength="
              + Long.toUnsignedString(length)
              + ", bytes=100, file="
              + file);
    }
  }

  @Test
  void refusingALyingFileCostsNoMemory() throws IOException {
    String[] headers = {
      "{" + f32("a", "[1099511627776]", "[0,4398046511104]") + "}",
      "{" + f32("a", "[2,2]", "[0,16]") + "}",
      "[".repeat(4000),
      "{\"a\":" + "{\"a\":".repeat(700),
    };
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (String header : headers) {
      write(header, 0);
      assertThatThrownBy(() -> SafetensorsFile.open(file)); // loads the classes
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        SafetensorsFile.open(file).close();
      } catch (MalformedFileException e) {
        long cost = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(cost).as(header.substring(0, 5)).isLessThan(1_000_000);
      }
    }
    write(1L << 40, new byte[92], 0);
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> SafetensorsFile.open(file));
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
  }

  @Test
  void textsTooLongToBeReadAreNotWritten() {
    String text = "x".repeat(SafetensorsHeader.LONGEST_TEXT + 1);
    assertThatThrownBy(() -> SafetensorsFile.write(file, Map.of("recipe", text), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a text of the metadata must have at most 20000000 characters, recipe=20000001, file="
                + file
                + "; limit the vocabulary");
    assertThat(file).doesNotExist();
  }

  @Test
  void textsTooLongAreRefusedBeforeTheyFillTheHeap() throws IOException {
    write(
        "{\"__metadata__\":{\"a\":\"" + "x".repeat(SafetensorsHeader.LONGEST_TEXT + 1) + "\"}}", 0);
    assertThatThrownBy(() -> SafetensorsFile.open(file).close())
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("the header must be JSON without duplicate names, character=")
        .hasMessageContaining("exceeds the maximum allowed (20000000");
  }

  @Test
  void tensorsOutsideTheFileAreRefused() throws IOException {
    assertRefused(
        "{" + f32("a", "[3]", "[0,12]") + "}",
        8,
        "a tensor must end within the file, tensor=a, end=12, dataBytes=8, file="
            + file
            + "; the file may have been cut off");
  }

  @Test
  void bytesThatBelongToNoTensorAreRefused() throws IOException {
    assertRefused(
        "{" + f32("a", "[1]", "[0,4]") + "}",
        8,
        "file must end where its last tensor ends, end=4, dataBytes=8, file=" + file);
  }

  @Test
  void holesAndOverlapsAreRefused() throws IOException {
    String places = "tensors must follow each other without holes and overlaps, tensor=b, begin=";
    assertRefused(
        "{" + f32("a", "[1]", "[0,4]") + "," + f32("b", "[1]", "[8,12]") + "}",
        12,
        places + "8, expected=4, file=" + file);
    assertRefused(
        "{" + f32("a", "[2]", "[0,8]") + "," + f32("b", "[1]", "[4,8]") + "}",
        8,
        places + "4, expected=8, file=" + file);
  }

  @Test
  void offsetsThatDoNotFitTheShapeAreRefused() throws IOException {
    String span = "data_offsets must span as many bytes as dtype and shape need, data_offsets=";
    assertRefused(
        "{" + f32("a", "[2,3]", "[0,20]") + "}",
        20,
        span + "[0, 20], needed=24, dtype=F32, shape=[2, 3], tensor=a, file=" + file);
    assertRefused(
        "{" + f32("a", "[4294967296,4294967296]", "[0,0]") + "}",
        0,
        span
            + "[0, 0], needed=more than 2^63, dtype=F32, shape=[4294967296, 4294967296], tensor=a,"
            + " file="
            + file);
    String pair = "data_offsets must be a begin and an end not before it, data_offsets=";
    assertRefused("{" + f32("a", "[1]", "[8,4]") + "}", 8, pair + "[8, 4], tensor=a, file=" + file);
    assertRefused("{" + f32("a", "[1]", "[4]") + "}", 8, pair + "[4], tensor=a, file=" + file);
  }

  @Test
  void sizesThatAreNoNumbersAreRefused() throws IOException {
    String size = "a size must be from 0 to 999999999999999999, field=a.shape, value=";
    assertRefused("{" + f32("a", "[-1]", "[0,4]") + "}", 4, size + "-1, file=" + file);
    assertRefused(
        "{" + f32("a", "[99999999999999999999]", "[0,4]") + "}",
        4,
        size + "99999999999999999999, file=" + file);
    assertRefused(
        "{" + f32("a", "[1.0]", "[0,4]") + "}",
        4,
        "a header field must be VALUE_NUMBER_INT, field=a.shape, value=1.0, file=" + file);
    assertRefused(
        "{" + f32("a", "[1,1,1,1,1,1,1,1,1]", "[0,4]") + "}",
        4,
        "a list in the header must have at most 8 numbers, field=a.shape, file=" + file);
  }

  @Test
  void otherTypesAreRefused() throws IOException {
    assertRefused(
        "{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        4,
        "dtype must be one of [F32, F64], dtype=BF16, tensor=a, file=" + file);
  }

  @Test
  void missingAndUnknownFieldsAreRefused() throws IOException {
    assertRefused(
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}",
        4,
        "a tensor must have dtype, shape and data_offsets, tensor=a, missing=shape, file=" + file);
    assertRefused(
        "{\"a\":{\"dtype\":\"F32\",\"strides\":[1]}}",
        4,
        "a tensor must have dtype, shape and data_offsets only, tensor=a, field=strides, file="
            + file);
    assertRefused(
        "{\"__metadata__\":{\"x\":1}}",
        0,
        "a header field must be VALUE_STRING, field=__metadata__.x, value=1, file=" + file);
    assertRefused(
        "{\"a\":[1]}", 0, "a header field must be START_OBJECT, field=a, value=[, file=" + file);
  }

  @Test
  void duplicateNamesAreRefused() throws IOException {
    assertRefused(
        "{" + f32("a", "[1]", "[0,4]") + "," + f32("a", "[1]", "[4,8]") + "}",
        8,
        "the header must be JSON without duplicate names, character=57, file="
            + file
            + ": Duplicate field 'a'");
  }

  @Test
  void headersThatAreNotOneJsonObjectAreRefused() throws IOException {
    assertRefused(" {}", 0, "the header must start with {, byte=32, file=" + file);
    assertRefused(
        "{} {}", 0, "the header must be one JSON object, next=START_OBJECT, file=" + file);
    assertRefused(
        "{\"a\" 1}",
        0,
        "the header must be JSON without duplicate names, character=5, file="
            + file
            + ": Unexpected character ('1' (code 49)): was expecting a colon to separate field name"
            + " and value");
    byte[] notUtf8 = {'{', (byte) 0xff, '}'};
    write(3, notUtf8, 0);
    assertRefused("the header must be UTF-8, file=" + file);
  }

  @Test
  void eightBytesAreALengthAndNoMore() throws IOException {
    Files.write(file, new byte[8]);
    assertRefused(
        "headerLength must be from 2 to 0 in this file, headerLength=0, bytes=8, file=" + file);
  }

  @Test
  void theShortestHeaderHasNothingInIt() throws IOException {
    write("{}", 0);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.tensors()).isEmpty();
      assertThat(read.metadata()).isEmpty();
    }
  }

  @Test
  void theLongestTextThatMayBeWrittenIsRead() {
    String text = "x".repeat(SafetensorsHeader.LONGEST_TEXT);
    SafetensorsFile.write(file, Map.of("recipe", text), List.of());
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.metadata().get("recipe").equals(text)).isTrue();
    }
  }

  @Test
  void aTensorWithoutNumbersIsReadAtOnce() throws IOException {
    write("{" + f32("a", "[1]", "[0,4]") + "," + f32("none", "[0]", "[4,4]") + "}", 4);
    double[] numbers = {5};
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(10), () -> read.read(read.tensors().get(1), numbers, 0));
    }
    assertThat(numbers).containsExactly(5);
  }

  @Test
  void aFileThatShrinksWhileItIsReadIsRefused() throws IOException {
    write("{" + f32("a", "[2]", "[0,8]") + "}", 8);
    try (SafetensorsFile read = SafetensorsFile.open(file);
        FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
      other.truncate(other.size() - 1);
      assertThatThrownBy(() -> read.read(read.tensors().get(0), new double[2], 0))
          .isInstanceOf(MalformedFileException.class)
          .hasMessage("file must not shrink while it is read, file=" + file);
    }
  }

  @Test
  void aTensorWithoutNumbersNeedsNoBytes() throws IOException {
    assertRefused(
        "{" + f32("a", "[2,0]", "[0,4]") + "}",
        4,
        "data_offsets must span as many bytes as dtype and shape need, data_offsets=[0, 4],"
            + " needed=0, dtype=F32, shape=[2, 0], tensor=a, file="
            + file);
  }

  @Test
  void aSizeMayHaveEighteenDigits() throws IOException {
    long largest = 999_999_999_999_999_999L;
    assertRefused(
        "{" + f32("a", "[" + largest + "]", "[0,4]") + "}",
        4,
        "data_offsets must span as many bytes as dtype and shape need, data_offsets=[0, 4], needed="
            + Float.BYTES * largest
            + ", dtype=F32, shape=["
            + largest
            + "], tensor=a, file="
            + file);
  }
}
