package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.predict.Model;
import org.junit.jupiter.api.Test;

class SavedModelTest {
  @Test
  void aModelForOtherFilesHasTheSameWeights() {
    SavedModel saved = new SavedModel(Model.fresh(Examples.large(), 1), Examples.forecast());
    SavedModel other = saved.reading(reading -> reading.withLargestGap(9));
    assertThat(other.model()).isSameAs(saved.model());
    assertThat(other.recipe().as(Recipe.Forecast.class).reading())
        .isEqualTo(Examples.forecast().reading().withLargestGap(9));
  }
}
