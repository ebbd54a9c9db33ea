package io.carousel.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * JSON in the metadata of files: every field always there, unknown fields and kinds refused,
 * doubles exact, NaN and infinities as the strings {@code NaN}, {@code Infinity} and {@code
 * -Infinity}.
 */
final class Json {
  private static final int DEEPEST = 16;

  /** What Jackson tells the programmer of a reader, which is no help to who has the file. */
  private static final Pattern ADVICE = Pattern.compile("( \\(set |; `)Deserialization.*");

  /**
   * Reads strictly: no duplicate names, no deep nesting. Names are not kept in a table that all
   * readers share: a file with many or colliding ones would fill it, and then no other file could
   * be read.
   */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(SafetensorsHeader.LONGEST_TEXT)
                  .build())
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .addModule(new SpecModule())
          .addHandler(new StrictHandler())
          .build();

  private Json() {}

  static String write(Class<?> type, Object value) {
    try {
      return MAPPER.writerFor(type).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@link #write} has written, as a tree. */
  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The value that a metadata entry holds.
   *
   * @throws MalformedFileException with the file, the entry and the field
   */
  static <T> T read(Class<T> type, String json, String entry, Path file) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new MalformedFileException(where(entry, "", file) + ": a value must not be null");
      }
      return value;
    } catch (JsonMappingException e) {
      String path =
          e.getPath().stream()
              .map(
                  r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
              .collect(Collectors.joining());
      throw new MalformedFileException(where(entry, path, file) + ": " + reason(e), e);
    } catch (JsonProcessingException e) {
      throw new MalformedFileException(where(entry, "", file) + ": " + e.getOriginalMessage(), e);
    }
  }

  private static String where(String entry, String path, Path file) {
    return "metadata must be what Carousel writes, field=" + entry + path + ", file=" + file;
  }

  /** The words of the constructor that refused, where one did. */
  private static String reason(JsonMappingException e) {
    Throwable cause = e.getCause();
    if (cause instanceof NullPointerException) {
      return "a value must not be null";
    }
    return cause instanceof IllegalArgumentException
        ? cause.getMessage()
        : ADVICE.matcher(e.getOriginalMessage()).replaceFirst("");
  }
}
