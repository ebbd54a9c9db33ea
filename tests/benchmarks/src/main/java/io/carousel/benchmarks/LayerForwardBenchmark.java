package io.carousel.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One recurrent layer forward, as in prediction. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LayerForwardBenchmark {
  /** The name of the backend. */
  @Param({"cpu", "reference"})
  public String backend;

  /** T,N,I,H. */
  @Param(Shapes.FIRST)
  public String shape;

  /** How many of the steps are valid. */
  @Param({"FULL", "HALF"})
  public Share share;

  private LayerWork work;

  /** Checks, then prepares. */
  @Setup(Level.Trial)
  public void open() {
    work = LayerWork.checked(new Setting(backend, Shapes.named(shape), share), false);
  }

  /** Frees. */
  @TearDown(Level.Trial)
  public void close() {
    work.close();
  }

  /** One run. */
  @Benchmark
  public void forward() {
    work.run();
  }
}
