package io.carousel.gpu;

import java.util.Deque;

/** Closes what somebody owns. */
final class GpuResources {
  private GpuResources() {}

  /** Closes the latest first, all of them even if one fails. */
  static void closeAll(Deque<AutoCloseable> resources) {
    RuntimeException failure = null;
    while (!resources.isEmpty()) {
      AutoCloseable resource = resources.pop();
      try {
        resource.close();
      } catch (Exception e) {
        failure = new IllegalStateException("a resource must close, resource=" + resource, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
