package io.carousel.io;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.jsontype.TypeIdResolver;
import io.carousel.internal.Shown;
import java.io.IOException;

/** Refuses unknown fields and kinds with name and value. */
final class StrictHandler extends DeserializationProblemHandler {
  @Override
  public boolean handleUnknownProperty(
      DeserializationContext context,
      JsonParser json,
      JsonDeserializer<?> deserializer,
      Object beanOrClass,
      String name)
      throws IOException {
    throw JsonMappingException.from(
        json,
        "field must be a known one, field="
            + Shown.text(name)
            + ", value="
            + Shown.text(json.getText()));
  }

  @Override
  public JavaType handleUnknownTypeId(
      DeserializationContext context,
      JavaType base,
      String kind,
      TypeIdResolver resolver,
      String failure)
      throws IOException {
    throw JsonMappingException.from(
        context.getParser(),
        "kind must be one of " + resolver.getDescForKnownTypeIds() + ", kind=" + Shown.text(kind));
  }

  @Override
  public JavaType handleMissingTypeId(
      DeserializationContext context, JavaType base, TypeIdResolver resolver, String failure)
      throws IOException {
    throw JsonMappingException.from(
        context.getParser(),
        "kind must be one of " + resolver.getDescForKnownTypeIds() + ", kind is missing");
  }
}
