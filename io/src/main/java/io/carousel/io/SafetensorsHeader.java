package io.carousel.io;

import com.fasterxml.jackson.core.JsonGenerator;
import io.carousel.internal.Shown;
import io.carousel.spi.NumberType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a {@link SafetensorsFile}.
 *
 * @param metadata strings by name, in the file's order
 * @param tensors in the order of their bytes
 */
record SafetensorsHeader(Map<String, String> metadata, List<TensorEntry> tensors) {
  /** The longest header that the format's own library reads, in bytes. */
  static final int LONGEST = 100_000_000;

  /** The longest text among the metadata, in characters: what is read stands in memory twice. */
  static final int LONGEST_TEXT = 20_000_000;

  static final String METADATA = "__metadata__";
  static final String DTYPE = "dtype";
  static final String SHAPE = "shape";
  static final String OFFSETS = "data_offsets";

  SafetensorsHeader {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = List.copyOf(tensors);
  }

  /**
   * The header in these bytes.
   *
   * @param dataBytes how many bytes follow the header
   * @param file for messages
   * @throws MalformedFileException if anything in it does not hold
   */
  static SafetensorsHeader parse(byte[] json, long dataBytes, Path file) {
    SafetensorsHeader header = new HeaderParser(file).parse(json);
    List<TensorEntry> ordered =
        header.tensors.stream()
            .sorted(Comparator.comparingLong(TensorEntry::begin).thenComparing(TensorEntry::end))
            .toList();
    checkPlaces(ordered, dataBytes, file);
    return new SafetensorsHeader(header.metadata, ordered);
  }

  private static void checkPlaces(List<TensorEntry> ordered, long dataBytes, Path file) {
    long expected = 0;
    for (TensorEntry tensor : ordered) {
      if (tensor.end() > dataBytes) {
        throw new MalformedFileException(
            "a tensor must end within the file, tensor="
                + Shown.text(tensor.name())
                + ", end="
                + tensor.end()
                + ", dataBytes="
                + dataBytes
                + ", file="
                + file
                + "; the file may have been cut off");
      }
      if (tensor.begin() != expected) {
        throw new MalformedFileException(
            "tensors must follow each other without holes and overlaps, tensor="
                + Shown.text(tensor.name())
                + ", begin="
                + tensor.begin()
                + ", expected="
                + expected
                + ", file="
                + file);
      }
      expected = tensor.end();
    }
    if (expected != dataBytes) {
      throw new MalformedFileException(
          "file must end where its last tensor ends, end="
              + expected
              + ", dataBytes="
              + dataBytes
              + ", file="
              + file);
    }
  }

  /** The bytes of the header for these tensors, padded. */
  static byte[] bytes(Map<String, String> metadata, List<TensorData> tensors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart(METADATA);
      for (Map.Entry<String, String> entry : metadata.entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      long begin = 0;
      for (TensorData tensor : tensors) {
        write(json, tensor, begin);
        begin += tensor.bytes();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return padded(bytes.toByteArray());
  }

  private static void write(JsonGenerator json, TensorData tensor, long begin) throws IOException {
    json.writeObjectFieldStart(tensor.name());
    json.writeStringField(DTYPE, tensor.type().name());
    json.writeArrayFieldStart(SHAPE);
    for (int axis : tensor.shape()) {
      json.writeNumber(axis);
    }
    json.writeEndArray();
    json.writeArrayFieldStart(OFFSETS);
    json.writeNumber(begin);
    json.writeNumber(begin + tensor.bytes());
    json.writeEndArray();
    json.writeEndObject();
  }

  private static byte[] padded(byte[] json) {
    byte[] padded = Arrays.copyOf(json, Math.multiplyExact((json.length + 7) / 8, 8));
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /** The type that a header names, or null. */
  static NumberType type(String dtype) {
    return Arrays.stream(NumberType.values())
        .filter(type -> type.name().equals(dtype))
        .findFirst()
        .orElse(null);
  }
}
