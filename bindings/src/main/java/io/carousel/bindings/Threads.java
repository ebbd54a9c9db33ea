package io.carousel.bindings;

/**
 * How many threads oneDNN uses when the calling thread calls it. Set it around every entry,
 * creation and execution alike, with the same number: some implementations bake it in.
 */
public final class Threads {
  private static volatile OpenMp openMp;

  private Threads() {}

  /** Names the library that reads and sets the count; the last one named is used. */
  public static void install(OpenMp library) {
    openMp = library;
  }

  /** Whether {@link #install} has been called; without it oneDNN uses all cores. */
  public static boolean installed() {
    return openMp != null;
  }

  /**
   * The calling thread's count.
   *
   * @throws IllegalStateException if nothing is installed
   */
  public static int current() {
    return library().maxThreads();
  }

  /**
   * Runs {@code work} with {@code count} threads and restores what was before, also if it throws.
   * Allocates nothing.
   *
   * @throws IllegalArgumentException if {@code count} is not positive
   * @throws IllegalStateException if nothing is installed
   */
  public static void with(int count, Runnable work) {
    int before = enter(count);
    try {
      work.run();
    } finally {
      leave(before);
    }
  }

  /**
   * Sets the calling thread's count. For callers whose work is no {@link Runnable}: {@code int
   * before = enter(n); try { ... } finally { leave(before); }}.
   *
   * @return what {@link #leave} is to restore
   * @throws IllegalArgumentException if {@code count} is not positive
   * @throws IllegalStateException if nothing is installed
   */
  public static int enter(int count) {
    if (count <= 0) {
      throw new IllegalArgumentException(
          "the number of threads must be positive, threads=" + count);
    }
    OpenMp library = library();
    int before = library.maxThreads();
    if (before != count) {
      library.setThreads(count);
    }
    return before;
  }

  /** Restores what {@link #enter} returned, on the same thread. */
  public static void leave(int before) {
    OpenMp library = library();
    if (library.maxThreads() != before) {
      library.setThreads(before);
    }
  }

  private static OpenMp library() {
    OpenMp library = openMp;
    if (library == null) {
      throw new IllegalStateException(
          "a library that sets OpenMP's threads must be installed, installed=none;"
              + " add carousel-native-cpu to the class path, or call Threads.install");
    }
    return library;
  }
}
