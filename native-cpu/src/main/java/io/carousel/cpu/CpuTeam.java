package io.carousel.cpu;

/**
 * How many threads OpenMP really gives. oneDNN divides a product by the number that was set, and
 * leaves a part of the result unwritten where the team is smaller, which no return code says. So
 * the number is asked for when a backend is opened, plans are made for what was given, and a run
 * that could get fewer is refused before it begins.
 */
final class CpuTeam {
  private static final System.Logger LOG = System.getLogger(CpuTeam.class.getName());

  /** What can bound a team, by {@link CpuKernels#teamBound}; the last is not known to OpenMP. */
  private static final String[] BOUNDS = {
    "the system gave no more",
    "the kernels were built without OpenMP",
    "OMP_THREAD_LIMIT",
    "OMP_MAX_ACTIVE_LEVELS=0",
    "the caller is in a parallel region of OpenMP"
  };

  private static final int THREAD_LIMIT = 2;

  private CpuTeam() {}

  /** As many threads as asked for, or as many as there are: then the log has a warning. */
  static int given(int asked) {
    int given = asked;
    if (asked > 1) {
      given = CpuKernels.team(Math.min(asked, CpuKernels.mostThreads()));
    }
    if (given < asked) {
      LOG.log(
          System.Logger.Level.WARNING,
          "cpu uses fewer threads than asked for, " + why(asked, given));
    }
    return given;
  }

  /**
   * Begins work of this thread on exactly so many threads.
   *
   * @return the setting to {@link #end} with
   * @throws IllegalStateException if OpenMP would give fewer
   */
  static int begin(int threads) {
    if (threads > 1 && CpuKernels.mostThreads() < threads) {
      throw new IllegalStateException(
          "the cpu backend must have as many threads as it planned with, "
              + why(threads, CpuKernels.mostThreads())
              + "; call it outside of parallel regions of OpenMP, or open the backend with threads=1");
    }
    return CpuKernels.threads(threads);
  }

  /** Puts back what held before {@link #begin}. */
  static void end(int setting) {
    CpuKernels.threads(setting);
  }

  private static String why(int asked, int given) {
    int bound = CpuKernels.teamBound();
    String limit = bound == THREAD_LIMIT ? "=" + CpuKernels.mostThreads() : "";
    return "asked=" + asked + ", given=" + given + ", reason: " + BOUNDS[bound] + limit;
  }
}
