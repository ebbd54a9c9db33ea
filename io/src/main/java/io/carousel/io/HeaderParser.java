package io.carousel.io;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.carousel.internal.Shown;
import io.carousel.spi.NumberType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON of a safetensors header token by token: whatever is not in its place is refused
 * where it stands, so that no nesting and no number can cost memory.
 */
final class HeaderParser {
  private final Path file;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<TensorEntry> tensors = new ArrayList<>();

  HeaderParser(Path file) {
    this.file = file;
  }

  /** The header, its tensors in the order of the JSON, each right in itself. */
  SafetensorsHeader parse(byte[] bytes) {
    if (bytes[0] != '{') {
      throw malformed("the header must start with {, byte=" + (bytes[0] & 0xff));
    }
    try (JsonParser json = Json.FACTORY.createParser(text(bytes))) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        field(json, json.currentName());
      }
      if (json.nextToken() != null) {
        throw malformed("the header must be one JSON object, next=" + json.currentToken());
      }
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
    return new SafetensorsHeader(metadata, tensors);
  }

  private String text(byte[] bytes) {
    try {
      return InputFile.strictDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedFileException("the header must be UTF-8, file=" + file, e);
    }
  }

  private MalformedFileException notJson(JsonProcessingException e) {
    long at = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
    return new MalformedFileException(
        "the header must be JSON without duplicate names, character="
            + at
            + ", file="
            + file
            + ": "
            + e.getOriginalMessage(),
        e);
  }

  private MalformedFileException malformed(String message) {
    return new MalformedFileException(message + ", file=" + file);
  }

  private void field(JsonParser json, String name) throws IOException {
    require(json, json.nextToken(), JsonToken.START_OBJECT, name);
    if (name.equals(SafetensorsHeader.METADATA)) {
      readMetadata(json);
    } else {
      tensors.add(tensor(json, name));
    }
  }

  private void require(JsonParser json, JsonToken found, JsonToken expected, String field)
      throws IOException {
    if (found != expected) {
      throw malformed(
          "a header field must be "
              + expected
              + ", field="
              + Shown.text(field)
              + ", value="
              + (found == null ? "end of header" : Shown.text(json.getText())));
    }
  }

  private void readMetadata(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      require(
          json, json.nextToken(), JsonToken.VALUE_STRING, SafetensorsHeader.METADATA + "." + name);
      metadata.put(name, json.getText());
    }
  }

  private TensorEntry tensor(JsonParser json, String name) throws IOException {
    NumberType type = null;
    long[] shape = null;
    long[] offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      switch (field) {
        case SafetensorsHeader.DTYPE -> type = type(json, name);
        case SafetensorsHeader.SHAPE -> shape = numbers(json, name + ".shape");
        case SafetensorsHeader.OFFSETS -> offsets = numbers(json, name + ".data_offsets");
        default ->
            throw malformed(
                "a tensor must have dtype, shape and data_offsets only, tensor="
                    + Shown.text(name)
                    + ", field="
                    + Shown.text(field));
      }
    }
    if (type == null || shape == null || offsets == null) {
      throw malformed(
          "a tensor must have dtype, shape and data_offsets, tensor="
              + Shown.text(name)
              + ", missing="
              + (type == null ? "dtype" : shape == null ? "shape" : "data_offsets"));
    }
    return entry(name, type, shape, offsets);
  }

  private NumberType type(JsonParser json, String tensor) throws IOException {
    require(json, json.nextToken(), JsonToken.VALUE_STRING, tensor + ".dtype");
    NumberType type = SafetensorsHeader.type(json.getText());
    if (type == null) {
      throw malformed(
          "dtype must be one of "
              + Arrays.toString(NumberType.values())
              + ", dtype="
              + Shown.text(json.getText())
              + ", tensor="
              + Shown.text(tensor));
    }
    return type;
  }

  private long[] numbers(JsonParser json, String field) throws IOException {
    require(json, json.nextToken(), JsonToken.START_ARRAY, field);
    long[] numbers = new long[8];
    int count = 0;
    for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
      require(json, next, JsonToken.VALUE_NUMBER_INT, field);
      if (count == numbers.length) {
        throw malformed(
            "a list in the header must have at most 8 numbers, field=" + Shown.text(field));
      }
      numbers[count++] = number(json, field);
    }
    return Arrays.copyOf(numbers, count);
  }

  private long number(JsonParser json, String field) throws IOException {
    boolean fits = json.getTextLength() <= 18;
    long value = fits ? json.getLongValue() : -1;
    if (value < 0) {
      throw malformed(
          "a size must be from 0 to 999999999999999999, field="
              + Shown.text(field)
              + ", value="
              + Shown.text(json.getText()));
    }
    return value;
  }

  private TensorEntry entry(String name, NumberType type, long[] shape, long[] offsets) {
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw malformed(
          "data_offsets must be a begin and an end not before it, data_offsets="
              + Arrays.toString(offsets)
              + ", tensor="
              + Shown.text(name));
    }
    long bytes = bytes(shape, type);
    if (bytes != offsets[1] - offsets[0]) {
      throw malformed(
          "data_offsets must span as many bytes as dtype and shape need, data_offsets="
              + Arrays.toString(offsets)
              + ", needed="
              + (bytes < 0 ? "more than 2^63" : bytes)
              + ", dtype="
              + type
              + ", shape="
              + Arrays.toString(shape)
              + ", tensor="
              + Shown.text(name));
    }
    List<Long> axes = Arrays.stream(shape).boxed().toList();
    return new TensorEntry(name, type, axes, offsets[0], offsets[1]);
  }

  /** The bytes of a tensor, or -1 where a long cannot count them. */
  private static long bytes(long[] shape, NumberType type) {
    try {
      long bytes = TensorEntry.width(type);
      for (long axis : shape) {
        bytes = Math.multiplyExact(bytes, axis);
      }
      return bytes;
    } catch (ArithmeticException e) {
      return -1;
    }
  }
}
