package io.carousel.io;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carousel.spi.LossScale;
import io.carousel.train.EpochResult;
import io.carousel.train.TrainingState;
import java.io.IOException;
import java.util.Map;

/** Fields that files from before there were precisions lack, with what holds for such files. */
final class LaterFields extends BeanDeserializerModifier {
  private static final long serialVersionUID = 1L;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** By class, name and value. */
  private static final Map<Class<?>, Map<String, JsonNode>> FIELDS =
      Map.of(
          TrainingState.class, Map.of("lossScale", none()),
          EpochResult.class, Map.of("skippedUpdates", NODES.numberNode(0)));

  private static ObjectNode none() {
    return NODES
        .objectNode()
        .put("scale", LossScale.NONE.scale())
        .put("goodUpdates", LossScale.NONE.goodUpdates())
        .put("skipped", LossScale.NONE.skipped());
  }

  @Override
  public JsonDeserializer<?> modifyDeserializer(
      DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
    Map<String, JsonNode> fields = FIELDS.get(bean.getBeanClass());
    return fields == null ? deserializer : new Filling(deserializer, fields);
  }

  @SuppressWarnings("serial") // never serialized by Java
  private static final class Filling extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;
    private final Map<String, JsonNode> fields;

    Filling(JsonDeserializer<?> deserializer, Map<String, JsonNode> fields) {
      super(deserializer);
      this.fields = fields;
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> deserializer) {
      return new Filling(deserializer, fields);
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.hasToken(JsonToken.START_OBJECT)) {
        return super.deserialize(json, context);
      }
      ObjectNode object = context.readTree(json).require();
      fields.forEach(object::putIfAbsent);
      try (JsonParser filled = object.traverse(json.getCodec())) {
        filled.nextToken();
        return super.deserialize(filled, context);
      }
    }
  }
}
