package io.carousel.io;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
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

/** How specs and recipes look in JSON; the classes themselves know nothing of it. */
final class SpecModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  SpecModule() {
    setMixInAnnotation(InputSpec.class, InputKinds.class);
    setMixInAnnotation(LayerSpec.class, LayerKinds.class);
    setMixInAnnotation(Recipe.class, RecipeKinds.class);
    setMixInAnnotation(Vocabulary.class, VocabularyForm.class);
    addSerializer(Initializer.class, new WriteInitializer());
    addDeserializer(Initializer.class, new ReadInitializer());
    addSerializer(OptionalDouble.class, new WriteOptionalDouble());
    addDeserializer(OptionalDouble.class, new ReadOptionalDouble());
    label(Cell.class, "cell", Cell::label);
    label(Direction.class, "direction", SpecModule::lowerCase);
    label(Pooling.class, "pooling", SpecModule::lowerCase);
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

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = InputSpec.Features.class, name = "features"),
    @JsonSubTypes.Type(value = InputSpec.Tokens.class, name = "tokens")
  })
  private interface InputKinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = EmbeddingSpec.class, name = "embedding"),
    @JsonSubTypes.Type(value = RecurrentSpec.class, name = "recurrent"),
    @JsonSubTypes.Type(value = DropoutSpec.class, name = "dropout"),
    @JsonSubTypes.Type(value = PoolSpec.class, name = "pool"),
    @JsonSubTypes.Type(value = DenseSpec.class, name = "dense")
  })
  private interface LayerKinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "task")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Recipe.None.class, name = "none"),
    @JsonSubTypes.Type(value = Recipe.Forecast.class, name = "forecast"),
    @JsonSubTypes.Type(value = Recipe.Classification.class, name = "classification"),
    @JsonSubTypes.Type(value = Recipe.Language.class, name = "language")
  })
  private interface RecipeKinds {}

  /** An initializer as JSON has it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Start.Standard.class, name = "standard"),
    @JsonSubTypes.Type(value = Start.PyTorch.class, name = "pytorch"),
    @JsonSubTypes.Type(value = Start.Uniform.class, name = "uniform")
  })
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
      if (value instanceof Initializer.Uniform uniform) {
        json.writeStringField("kind", "uniform");
        json.writeNumberField("limit", uniform.limit());
      } else {
        json.writeStringField(
            "kind", value instanceof Initializer.PyTorch ? "pytorch" : "standard");
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
