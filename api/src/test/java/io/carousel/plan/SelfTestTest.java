package io.carousel.plan;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.carousel.Backends;
import io.carousel.spi.Backend;
import org.junit.jupiter.api.Test;

/** The parity suite shows that backends with a fault are refused. */
class SelfTestTest {
  @Test
  void shouldPassOnTheReference() {
    try (Backend backend = Backends.named("reference")) {
      assertThatCode(() -> SelfTest.run(backend)).doesNotThrowAnyException();
    }
  }
}
