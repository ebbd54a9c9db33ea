package io.carousel.benchmarks;

import io.carousel.data.Batch;
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

/** A batch of windows that is dealt into the slot of a plan. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FillBenchmark {
  /** The name of the backend. */
  @Param({"cpu", "reference"})
  public String backend;

  /** T,N,I,H. */
  @Param(Shapes.FIRST)
  public String shape;

  private FillWork work;

  /** Checks, then prepares. */
  @Setup(Level.Trial)
  public void open() {
    work = FillWork.checked(new Setting(backend, Shapes.named(shape), Share.FULL));
  }

  /** Frees. */
  @TearDown(Level.Trial)
  public void close() {
    work.close();
  }

  /** One batch. */
  @Benchmark
  public Batch fill() {
    return work.fill();
  }
}
