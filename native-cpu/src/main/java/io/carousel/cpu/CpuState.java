package io.carousel.cpu;

import io.carousel.internal.Require;
import java.util.List;

/** Checks that read the same on every backend. */
final class CpuState {
  private CpuState() {}

  static void checkOpen(boolean open, String what) {
    if (!open) {
      throw new IllegalStateException(what + " must be open, but close() was called before");
    }
  }

  static void checkLength(String name, int length, long expected) {
    Require.that(
        length == expected, name + " must have " + expected + " elements, " + name + "=" + length);
  }

  /** Closes the latest first, all of them even if one fails. */
  static void closeAll(List<AutoCloseable> resources) {
    RuntimeException failure = null;
    for (int i = resources.size() - 1; i >= 0; i--) {
      try {
        resources.get(i).close();
      } catch (Exception e) {
        failure =
            new IllegalStateException("a resource must close, resource=" + resources.get(i), e);
      }
    }
    resources.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
