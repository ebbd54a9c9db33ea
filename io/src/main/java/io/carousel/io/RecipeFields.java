package io.carousel.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Recipes as names and texts, to say in which fields two of them differ. */
public final class RecipeFields {
  private RecipeFields() {}

  /** Every field as JSON by name; what stands within another has both names with a dot between. */
  public static Map<String, String> of(Recipe recipe) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("task", recipe.task());
    JsonNode tree = Json.tree(Json.write(Recipe.class, recipe));
    tree.properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()) {
                String within = field.getKey() + ".";
                field
                    .getValue()
                    .properties()
                    .forEach(part -> fields.put(within + part.getKey(), text(part.getValue())));
              } else {
                fields.put(field.getKey(), text(field.getValue()));
              }
            });
    return fields;
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }
}
