package io.carousel.io;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.carousel.internal.Shown;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Enums in JSON by their labels, as options have them. */
final class Labels<E extends Enum<E>> {
  /** The label of a constant. */
  @FunctionalInterface
  interface Label<E> {
    String of(E constant);
  }

  private final Class<E> type;
  private final String name;
  private final Label<E> label;

  /** {@code name} is what messages call a value. */
  Labels(Class<E> type, String name, Label<E> label) {
    this.type = type;
    this.name = name;
    this.label = label;
  }

  StdSerializer<E> serializer() {
    return new Writer<>(this);
  }

  StdDeserializer<E> deserializer() {
    return new Reader<>(this);
  }

  private E parse(JsonParser json) throws IOException {
    for (E constant : type.getEnumConstants()) {
      if (json.hasToken(JsonToken.VALUE_STRING) && label.of(constant).equals(json.getText())) {
        return constant;
      }
    }
    List<String> known = Arrays.stream(type.getEnumConstants()).map(label::of).toList();
    throw JsonMappingException.from(
        json,
        name
            + " must be one of "
            + Shown.list(known)
            + ", "
            + name
            + "="
            + Shown.text(json.getText()));
  }

  @SuppressWarnings("serial") // never serialized by Java
  private static final class Writer<E extends Enum<E>> extends StdSerializer<E> {
    private static final long serialVersionUID = 1L;
    private final Labels<E> labels;

    Writer(Labels<E> labels) {
      super(labels.type);
      this.labels = labels;
    }

    @Override
    public void serialize(E value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(labels.label.of(value));
    }
  }

  @SuppressWarnings("serial") // never serialized by Java
  private static final class Reader<E extends Enum<E>> extends StdDeserializer<E> {
    private static final long serialVersionUID = 1L;
    private final Labels<E> labels;

    Reader(Labels<E> labels) {
      super(labels.type);
      this.labels = labels;
    }

    @Override
    public E deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return labels.parse(json);
    }
  }
}
