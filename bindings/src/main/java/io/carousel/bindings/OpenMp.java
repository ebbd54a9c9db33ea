package io.carousel.bindings;

/**
 * The OpenMP run-time that oneDNN runs on, for the calling thread: thread counts in OpenMP belong
 * to the thread that calls.
 *
 * <p>oneDNN has no call for this, and neither JavaCPP nor its presets bind {@code omp.h}, so it
 * takes native code of one's own: a library compiled with {@code -fopenmp}, so that it shares
 * oneDNN's run-time, whose two functions are {@code return omp_get_max_threads();} and {@code
 * omp_set_num_threads(count);}. Its owner hands it to {@link Threads#install}.
 */
public interface OpenMp {
  /** {@code omp_get_max_threads}: how many threads the next parallel region gets. */
  int maxThreads();

  /** {@code omp_set_num_threads}. */
  void setThreads(int count);
}
