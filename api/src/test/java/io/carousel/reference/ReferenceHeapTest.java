package io.carousel.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.error.MemoryLimitException;
import org.junit.jupiter.api.Test;

class ReferenceHeapTest {
  private final ReferenceHeap heap = new ReferenceHeap();

  /** No JVM has an array of so many elements, whatever its heap. */
  @Test
  void shouldSayThatTheHeapIsTooSmallOnceNothingIsIdle() {
    int[] idle = {2};
    heap.count().register(() -> idle[0]-- > 0);
    assertThatThrownBy(() -> heap.doubles(Integer.MAX_VALUE, "a session"))
        .isInstanceOf(MemoryLimitException.class)
        .hasCauseInstanceOf(OutOfMemoryError.class)
        .hasMessage(
            "a session must fit the Java heap, asked=17179869176 bytes, heap="
                + Runtime.getRuntime().maxMemory()
                + "; give the JVM a larger heap with -Xmx, or use a smaller batch or shorter"
                + " sequences");
    assertThat(idle[0]).isEqualTo(-1);
    assertThat(heap.count().used()).isZero();
  }

  @Test
  void shouldCountUntilItIsFreed() {
    assertThat(heap.doubles(3, "a plan")).containsExactly(0, 0, 0);
    assertThat(heap.count().used()).isEqualTo(24);
    heap.free(24);
    assertThat(heap.count().used()).isZero();
  }
}
