package io.carousel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void withoutOptionsAllStandardShapesRunOnTheCpu() {
    Arguments all = Arguments.parse();
    assertThat(all.shapes()).isEqualTo(Shapes.standard());
    assertThat(all.backend()).isEqualTo("cpu");
    assertThat(all.share()).containsExactly("FULL", "HALF");
    assertThat(all.quick()).isFalse();
  }

  @Test
  void optionsAreTaken() {
    Arguments all =
        Arguments.parse("--quick", "--shapes", "1,2,3,4", "--share", "HALF", "--only", "Step");
    assertThat(all.quick()).isTrue();
    assertThat(all.shapes()).containsExactly(new Shape(1, 2, 3, 4));
    assertThat(all.share()).containsExactly("HALF");
    assertThat(all.benchmarks()).isEqualTo("Step");
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> Arguments.parse("--frob", "1"))
        .hasMessage("an option must be known and have its value, option=--frob; see --help");
    assertThatThrownBy(() -> Arguments.parse("--json"))
        .hasMessage("an option must be known and have its value, option=--json; see --help");
    assertThatThrownBy(() -> Arguments.parse("--share", "NONE"))
        .hasMessage("share must be one of [FULL, HALF], share=NONE");
  }
}
