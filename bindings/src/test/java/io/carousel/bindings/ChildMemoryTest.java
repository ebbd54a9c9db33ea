package io.carousel.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChildMemoryTest {
  @Test
  void nativeMemoryMayBeFiveTimesTheHeap() {
    assertThat(Child.withNatives().option("-Xmx256m").run(ChildMain.class, "big"))
        .isEqualTo(
            "resident above 1.2 GB: true, heap at most 256 MB: true, tracked: 0"
                + System.lineSeparator());
  }

  @Test
  void whatWasForgottenIsReportedAndNotFreed() {
    assertThat(Child.withNatives().run(ChildMain.class, "leak"))
        .isEqualTo(
            "WARNING host memory of 4096 bytes must be closed by its owner, state=unreachable;"
                + " its memory stays allocated,"
                + " run with -Dcarousel.trackLeaks=true to see where it was opened"
                + System.lineSeparator()
                + "still counted: 4160"
                + System.lineSeparator());
  }

  @Test
  void withTrackingTheReportSaysWhereItWasOpened() {
    assertThat(
            Child.withNatives().option("-Dcarousel.trackLeaks=true").run(ChildMain.class, "leak"))
        .startsWith(
            "WARNING host memory of 4096 bytes must be closed by its owner, state=unreachable;"
                + " its memory stays allocated"
                + System.lineSeparator()
                + "java.lang.Throwable: opened here")
        .contains("at io.carousel.bindings.ChildMain.leak(ChildMain.java:")
        .endsWith("still counted: 4160" + System.lineSeparator());
  }
}
