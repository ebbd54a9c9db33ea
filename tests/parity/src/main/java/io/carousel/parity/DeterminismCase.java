package io.carousel.parity;

import io.carousel.model.NetworkSpec;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The same bits run after run, for 1, 2 and 4 threads; and within tolerance whatever the number of
 * threads.
 *
 * @param course what is run
 */
public record DeterminismCase(NetworkCase course) implements ParityCase {
  private static final List<Integer> THREADS = List.of(1, 2, 4);
  private static final int REPETITIONS = 3;

  @Override
  public String name() {
    return "determinism " + course.label();
  }

  @Override
  public NetworkSpec network() {
    return course.network();
  }

  @Override
  public List<Comparison> compare(Pair pair) {
    List<Comparison> list = new ArrayList<>();
    Map<String, Tensor> single = null;
    for (int threads : THREADS) {
      try (Backend backend = pair.opener().apply(BackendOptions.defaults().withThreads(threads))) {
        Map<String, Tensor> first = NetworkRun.of(backend, pair.precision(), course);
        for (int again = 1; again < REPETITIONS; again++) {
          Map<String, Tensor> repeated = NetworkRun.of(backend, pair.precision(), course);
          compareBits(threads, first, repeated, list);
        }
        if (single != null) {
          list.addAll(course.compare(single, first, pair.precision()));
        }
        single = single == null ? first : single;
      }
    }
    return list;
  }

  private void compareBits(
      int threads, Map<String, Tensor> first, Map<String, Tensor> again, List<Comparison> list) {
    String subject = name() + " threads=" + threads;
    first.forEach(
        (tensor, values) ->
            list.add(Comparison.of(subject, values, again.get(tensor).values(), Tolerance.EXACT)));
  }
}
