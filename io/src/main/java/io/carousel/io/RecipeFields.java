package io.carousel.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recipes as names and texts, to say in which fields two of them differ. */
public final class RecipeFields {
  private static final String FEATURES = "features";

  private RecipeFields() {}

  /**
   * Every field as JSON by name, features by their columns; what stands within another has both
   * names with a dot between.
   */
  public static Map<String, String> of(Recipe recipe) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("task", recipe.task());
    JsonNode tree = Json.tree(Json.write(Recipe.class, recipe));
    tree.properties()
        .forEach(
            field -> {
              if (field.getKey().equals(FEATURES)) {
                fields.put(FEATURES, columns(field.getValue().get("columns")));
              } else if (field.getValue().isObject()) {
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

  /** Columns of an encoding by their names, with what each becomes beside a number. */
  private static String columns(JsonNode columns) {
    List<String> names = new ArrayList<>();
    for (JsonNode column : columns) {
      JsonNode categories = column.get("categories");
      names.add(
          column.get("name").asText()
              + (categories.isEmpty() ? "" : " of " + categories)
              + (column.get("masked").asBoolean() ? " with a mask" : ""));
    }
    return names.toString();
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }
}
