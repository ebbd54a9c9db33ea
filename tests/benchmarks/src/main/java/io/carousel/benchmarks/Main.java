package io.carousel.benchmarks;

import io.carousel.cpu.CpuPeak;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks as {@code tests/benchmarks/run} says. */
public final class Main {
  private static final double FLOPS_PER_GFLOP = 1e9;
  private static final PrintStream OUT = System.out;

  private Main() {}

  public static void main(String[] arguments) throws RunnerException {
    try {
      run(Arguments.parse(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(2);
    }
  }

  private static void run(Arguments given) throws RunnerException {
    boolean measurable = !given.backend().equals(Setting.REFERENCE);
    double peak = measurable ? CpuPeak.measure(Setting.threads()) / FLOPS_PER_GFLOP : 0;
    if (peak > 0) {
      OUT.printf(
          Locale.ROOT,
          "peak with %d threads (%s): %.1f GFLOP/s%n",
          Setting.threads(),
          CpuPeak.describe(),
          peak);
    }
    new Runner(options(given, peak).build()).run();
  }

  private static ChainedOptionsBuilder options(Arguments given, double peak) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(given.benchmarks())
            .param("backend", given.backend())
            .param("shape", texts(given.shapes()))
            .param("share", given.share())
            .addProfiler(WorkProfiler.class)
            .shouldFailOnError(true)
            .forks(1)
            .jvmArgsAppend(
                "-D" + WorkProfiler.PEAK + "=" + peak,
                "-D" + Setting.THREADS + "=" + Setting.threads())
            .warmupIterations(given.quick() ? 1 : 3)
            .warmupTime(time(given))
            .measurementIterations(given.quick() ? 3 : 5)
            .measurementTime(time(given));
    return given.json().isEmpty()
        ? options
        : options.resultFormat(ResultFormatType.JSON).result(given.json());
  }

  private static TimeValue time(Arguments given) {
    return TimeValue.milliseconds(given.quick() ? 300 : 1000);
  }

  private static String[] texts(List<Shape> shapes) {
    return shapes.stream().map(Shape::toString).toArray(String[]::new);
  }
}
