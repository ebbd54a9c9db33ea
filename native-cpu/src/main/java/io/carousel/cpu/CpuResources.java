package io.carousel.cpu;

import java.util.List;

/** Closes what a plan owns. */
final class CpuResources {
  private CpuResources() {}

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
