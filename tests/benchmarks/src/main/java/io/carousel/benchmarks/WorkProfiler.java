package io.carousel.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Adds what the time of a call means: time steps, GFLOP, share of the peak per second. */
public final class WorkProfiler implements InternalProfiler {
  /** The system property that says how many GFLOP/s the machine has; not shown without it. */
  static final String PEAK = "carousel.benchmarks.peak";

  @Override
  public String getDescription() {
    return "Time steps per second, GFLOP/s, and its share of the peak";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double nanos = benchmark.getTimeUnit().toNanos(1) * result.getPrimaryResult().getScore();
    double perSecond = TimeUnit.SECONDS.toNanos(1) / nanos;
    List<Result<?>> results = new ArrayList<>();
    results.add(scalar("timeSteps", Counted.steps() * perSecond, "steps/s"));
    if (Counted.flops() > 0) {
      double gigaflops = Counted.flops() * perSecond * 1e-9;
      results.add(scalar("gflops", gigaflops, "GFLOP/s"));
      double peak = Double.parseDouble(System.getProperty(PEAK, "0"));
      if (peak > 0) {
        results.add(scalar("share", gigaflops / peak, "of peak"));
      }
    }
    return results;
  }

  private static ScalarResult scalar(String name, double value, String unit) {
    return new ScalarResult(name, value, unit, AggregationPolicy.AVG);
  }
}
