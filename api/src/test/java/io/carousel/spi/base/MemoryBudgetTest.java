package io.carousel.spi.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.error.MemoryLimitException;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private final MemoryBudget budget = new MemoryBudget();

  @Test
  void countsWhatIsTakenAndGivenBack() {
    budget.reserve(60, "a plan");
    budget.reserve(30, "a plan");
    assertThat(budget.used()).isEqualTo(90);
    budget.release(60);
    assertThat(budget.used()).isEqualTo(30);
  }

  @Test
  void fillsTheLimitToTheLastByte() {
    budget.limit(new MemoryLimit(100, "raise the memory limit"));
    budget.reserve(60, "a plan");
    budget.requireRoom(40, "a plan");
    assertThat(budget.used()).isEqualTo(60);
    budget.reserve(40, "a plan");
    assertThat(budget.used()).isEqualTo(100);
  }

  @Test
  void givesTheWholeLimitOnceAllThatIsIdleIsGivenBack() {
    budget.limit(new MemoryLimit(100, "raise the memory limit"));
    budget.reserve(60, "a plan");
    budget.register(
        () -> {
          budget.release(60);
          return true;
        });
    budget.reserve(100, "a plan");
    assertThat(budget.used()).isEqualTo(100);
  }

  @Test
  void takesNothingOfWhatItRefuses() {
    budget.limit(new MemoryLimit(100, "raise the memory limit"));
    budget.reserve(60, "a plan");
    assertThatThrownBy(() -> budget.reserve(41, "the weights"))
        .isInstanceOf(MemoryLimitException.class)
        .hasMessageStartingWith(
            "the weights must fit the memory limit, asked=41 bytes, used=60, allowed=100;");
    assertThatThrownBy(() -> budget.requireRoom(41, "the weights"))
        .isInstanceOf(MemoryLimitException.class)
        .hasMessageStartingWith(
            "the weights must fit the memory limit, asked=41 bytes, used=60, allowed=100;");
    assertThat(budget.used()).isEqualTo(60);
  }

  @Test
  void hasNoLimitUnlessItIsSet() {
    budget.reserve(Long.MAX_VALUE, "a plan");
    assertThat(budget.used()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void tellsTheSystemsRefusalFromItsOwn() {
    Throwable cause = new OutOfMemoryError("no pages");
    assertThat(MemoryLimitException.ofSystem("a plan", 5, 7, cause))
        .hasCause(cause)
        .hasMessage(
            "a plan must fit the memory that the system gives, asked=5 bytes, used=7; close what is"
                + " not needed, use narrower layers or a smaller batch, or allow the process more"
                + " memory");
  }
}
