package io.carousel.io;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.carousel.model.Activation;
import io.carousel.model.Cell;
import io.carousel.model.DenseSpec;
import io.carousel.model.Direction;
import io.carousel.model.DropoutSpec;
import io.carousel.model.EmbeddingSpec;
import io.carousel.model.Initializer;
import io.carousel.model.InputSpec;
import io.carousel.model.LayerSpec;
import io.carousel.model.PoolSpec;
import io.carousel.model.Pooling;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.NumberType;
import io.carousel.spi.Precision;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** How specs and recipes look in JSON; the classes themselves know nothing of it. */
final class SpecModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  SpecModule() {
    setMixInAnnotation(InputSpec.class, ByKind.class);
    setMixInAnnotation(LayerSpec.class, ByKind.class);
    setMixInAnnotation(Start.class, ByKind.class);
    setMixInAnnotation(Recipe.class, ByTask.class);
    name(InputSpec.Kind.values(), SpecModule::type);
    name(LayerSpec.Kind.values(), SpecModule::type);
    name(Initializer.Kind.values(), SpecModule::type);
    name(Recipe.Kind.values(), SpecModule::type);
    setMixInAnnotation(Vocabulary.class, VocabularyForm.class);
    addSerializer(Initializer.class, new WriteInitializer());
    addDeserializer(Initializer.class, new ReadInitializer());
    addSerializer(OptionalDouble.class, new WriteOptionalDouble());
    addDeserializer(OptionalDouble.class, new ReadOptionalDouble());
    label(Cell.class, "cell", Cell::label);
    label(Direction.class, "direction", SpecModule::lowerCase);
    label(Pooling.class, "pooling", Pooling::label);
    label(Activation.class, "activation", SpecModule::lowerCase);
    label(NumberType.class, "type", SpecModule::lowerCase);
    label(Precision.class, "precision", Precision::label);
    setDeserializerModifier(new LaterFields());
    label(Missing.class, "missing", Missing::label);
    label(Vocabulary.Unit.class, "unit", Vocabulary.Unit::label);
  }

  private <E extends Enum<E>> void label(Class<E> type, String name, Labels.Label<E> label) {
    Labels<E> labels = new Labels<>(type, name, label);
    addSerializer(type, labels.serializer());
    addDeserializer(type, labels.deserializer());
  }

  /** In files a type has the name of its kind. */
  private <K extends Enum<K>> void name(K[] kinds, Function<K, Class<?>> type) {
    for (K kind : kinds) {
      registerSubtypes(new NamedType(type.apply(kind), lowerCase(kind)));
    }
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface ByKind {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "task")
  private interface ByTask {}

  private static Class<? extends InputSpec> type(InputSpec.Kind kind) {
    return switch (kind) {
      case FEATURES -> InputSpec.Features.class;
      case TOKENS -> InputSpec.Tokens.class;
    };
  }

  private static Class<? extends LayerSpec> type(LayerSpec.Kind kind) {
    return switch (kind) {
      case EMBEDDING -> EmbeddingSpec.class;
      case RECURRENT -> RecurrentSpec.class;
      case DROPOUT -> DropoutSpec.class;
      case POOL -> PoolSpec.class;
      case DENSE -> DenseSpec.class;
    };
  }

  private static Class<? extends Recipe> type(Recipe.Kind kind) {
    return switch (kind) {
      case NONE -> Recipe.None.class;
      case FORECAST -> Recipe.Forecast.class;
      case CLASSIFICATION -> Recipe.Classification.class;
      case LANGUAGE -> Recipe.Language.class;
    };
  }

  private static Class<? extends Start> type(Initializer.Kind kind) {
    return switch (kind) {
      case STANDARD -> Start.Standard.class;
      case PYTORCH -> Start.PyTorch.class;
      case UNIFORM -> Start.Uniform.class;
    };
  }

  /** An initializer as JSON has it. */
  sealed interface Start {
    Initializer initializer();

    record Standard() implements Start {
      @Override
      public Initializer initializer() {
        return Initializer.standard();
      }
    }

    record PyTorch() implements Start {
      @Override
      public Initializer initializer() {
        return Initializer.pytorch();
      }
    }

    record Uniform(double limit) implements Start {
      @Override
      public Initializer initializer() {
        return Initializer.uniform(limit);
      }
    }
  }

  private static final class WriteInitializer extends StdSerializer<Initializer> {
    private static final long serialVersionUID = 1L;

    WriteInitializer() {
      super(Initializer.class);
    }

    @Override
    public void serialize(Initializer value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartObject();
      json.writeStringField("kind", lowerCase(value.kind()));
      switch (value.kind()) {
        case STANDARD, PYTORCH -> {} // have no numbers
        case UNIFORM -> json.writeNumberField("limit", ((Initializer.Uniform) value).limit());
      }
      json.writeEndObject();
    }
  }

  private static final class ReadInitializer extends StdDeserializer<Initializer> {
    private static final long serialVersionUID = 1L;

    ReadInitializer() {
      super(Initializer.class);
    }

    @Override
    public Initializer deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return context.readValue(json, Start.class).initializer();
    }
  }

  private abstract static class VocabularyForm {
    @JsonCreator
    static Vocabulary of(
        @JsonProperty("unit") Vocabulary.Unit unit, @JsonProperty("tokens") List<String> tokens) {
      return Vocabulary.of(unit, tokens);
    }

    @JsonProperty("unit")
    abstract Vocabulary.Unit unit();

    @JsonProperty("tokens")
    abstract List<String> tokens();
  }

  private static final class WriteOptionalDouble extends StdSerializer<OptionalDouble> {
    private static final long serialVersionUID = 1L;

    WriteOptionalDouble() {
      super(OptionalDouble.class);
    }

    @Override
    public void serialize(OptionalDouble value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (value.isPresent()) {
        json.writeNumber(value.getAsDouble());
      } else {
        json.writeNull();
      }
    }
  }

  private static final class ReadOptionalDouble extends StdDeserializer<OptionalDouble> {
    private static final long serialVersionUID = 1L;

    ReadOptionalDouble() {
      super(OptionalDouble.class);
    }

    @Override
    public OptionalDouble deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return OptionalDouble.of(_parseDoublePrimitive(json, context));
    }

    @Override
    public OptionalDouble getNullValue(DeserializationContext context) {
      return OptionalDouble.empty();
    }
  }
}
