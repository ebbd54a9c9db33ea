package io.carousel.spi.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UsageTest {
  private final Usage usage = new Usage("plan", "a plan must be used by one thread at a time");

  @Test
  void manyShareButNobodyIsAloneThen() {
    usage.share();
    usage.share();
    refused(usage::claim, "a plan must be used by one thread at a time");
    usage.leave();
    usage.leave();
    Elsewhere.run(usage::claim);
    refused(usage::share, "a plan must be used by one thread at a time");
    refused(usage::claim, "a plan must be used by one thread at a time");
  }

  @Test
  void whoIsAloneMayComeAgainAndLeavesAsOften() {
    usage.claim();
    usage.claim();
    usage.leave();
    refused(
        usage::close, "plan must not be closed while in use, uses=1; wait until they have ended");
    usage.leave();
    Elsewhere.run(usage::share);
  }

  @Test
  void whoIsAloneMayShareToo() {
    usage.claim();
    usage.share();
    usage.leave();
    refused(
        usage::close, "plan must not be closed while in use, uses=1; wait until they have ended");
    usage.leave();
    assertThat(usage.close()).isTrue();
  }

  @Test
  void whatIsInUseIsNotClosed() {
    usage.share();
    usage.share();
    refused(
        usage::close, "plan must not be closed while in use, uses=2; wait until they have ended");
    usage.leave();
    usage.leave();
    usage.claim();
    refused(
        usage::close, "plan must not be closed while in use, uses=1; wait until they have ended");
    usage.leave();
    assertThat(usage.close()).isTrue();
    assertThat(usage.close()).isFalse();
  }

  @Test
  void whatIsClosedIsNotUsed() {
    usage.checkOpen();
    usage.close();
    String message = "plan must be open, but close() was called before";
    refused(usage::checkOpen, message);
    refused(usage::share, message);
    refused(usage::claim, message);
  }

  private static void refused(ThrowingCallable use, String message) {
    assertThatIllegalStateException().isThrownBy(use).withMessage(message);
  }
}
