package io.carousel.benchmarks;

import io.carousel.data.Series;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reading a file of numbers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CsvBenchmark {
  private CsvWork work;

  /** Checks, then prepares. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    work = CsvWork.checked();
  }

  /** Deletes the file. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    work.close();
  }

  /** One file. */
  @Benchmark
  public Series read() {
    return work.read();
  }
}
