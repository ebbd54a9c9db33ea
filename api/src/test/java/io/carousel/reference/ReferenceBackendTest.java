package io.carousel.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Parameters;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Precision;
import io.carousel.spi.Support;
import org.junit.jupiter.api.Test;

class ReferenceBackendTest {
  private static final NetworkSpec TEXT = NetworkSpec.tokens(4).embedding(2).gru(3).dense(4);

  @Test
  void parametersHaveTheBlocksThatWereAskedForOnly() {
    try (SmallNetwork small = new SmallNetwork(TEXT)) {
      for (int moments = 0; moments <= 2; moments++) {
        try (Parameters made = small.backend.parameters(ParameterLayout.of(TEXT), true, moments)) {
          assertThat(made.has(Block.FIRST_MOMENT)).isEqualTo(moments >= 1);
          assertThat(made.has(Block.SECOND_MOMENT)).isEqualTo(moments == 2);
        }
      }
    }
  }

  @Test
  void theReferenceRunsEveryLayer() {
    try (SmallNetwork small = new SmallNetwork(TEXT)) {
      for (LayerInstance layer : TEXT.instances()) {
        assertThat(small.backend.supports(layer, Precision.FP16)).isEqualTo(Support.Yes.INSTANCE);
      }
      assertThat(Support.yes()).isEqualTo(Support.Yes.INSTANCE);
    }
  }
}
