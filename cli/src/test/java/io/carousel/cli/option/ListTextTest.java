package io.carousel.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ListTextTest {
  @Test
  void namesHaveCommasBetweenAndQuotesAroundOwnCommas() {
    assertThat(ListText.parse("target", "a, b")).containsExactly("a", "b");
    assertThat(ListText.parse("target", "\"Wind, m/s\",TEMP")).containsExactly("Wind, m/s", "TEMP");
    assertThat(ListText.parse("na", "?,-,-999")).containsExactly("?", "-", "-999");
  }

  @Test
  void anEmptyNameIsRefused() {
    assertThatThrownBy(() -> ListText.parse("target", "a,,b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("target must have a name between commas, target=a,,b");
    assertThatThrownBy(() -> ListText.parse("target", "a,"))
        .hasMessage("target must have a name between commas, target=a,");
  }

  @Test
  void textAfterAQuoteIsRefused() {
    assertThatThrownBy(() -> ListText.parse("target", "\"a\"b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("target must be names with commas between, target=\"a\"b");
  }
}
