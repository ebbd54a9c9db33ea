package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeTest {
  private static final List<Recipe> ALL =
      List.of(
          new Recipe.None(), Examples.forecast(), Examples.classification(), Examples.language());

  /** A recipe without a kind of its own, or a kind without a recipe, fails. */
  @Test
  void eachHasAKind() {
    assertThat(ALL.stream().map(Object::getClass).toList())
        .isEqualTo(List.of(Recipe.class.getPermittedSubclasses()));
    assertThat(ALL.stream().map(Recipe::kind).toList()).isEqualTo(List.of(Recipe.Kind.values()));
  }

  /** Files and options name it so. */
  @Test
  void eachHasATask() {
    assertThat(ALL.stream().map(Recipe::task).toList())
        .isEqualTo(List.of("none", "forecast", "classification", "language"));
  }
}
