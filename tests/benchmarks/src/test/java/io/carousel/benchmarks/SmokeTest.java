package io.carousel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carousel.Backends;
import io.carousel.spi.Availability;
import java.util.Collection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One call of every benchmark on a tiny shape, each checked against the reference. */
class SmokeTest {
  private static final int BENCHMARKS_WITH_SHARES = 4;
  private static final int OTHERS = 2;

  private static boolean available(String backend) {
    return Backends.found().stream()
        .anyMatch(
            found ->
                found.name().equals(backend)
                    && found.availability() instanceof Availability.Available);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void everyBenchmarkRunsOnceAndIsRight(String backend) throws RunnerException {
    assumeTrue(available(backend), "backend " + backend + " is not available");
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .param("backend", backend)
                    .param("shape", "3,4,5,6")
                    .mode(Mode.SingleShotTime)
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .addProfiler(WorkProfiler.class)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .jvmArgsAppend("-Djmh.ignoreLock=true")
                    .build())
            .run();
    assertThat(results).hasSize(2 * BENCHMARKS_WITH_SHARES + OTHERS);
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(result.getSecondaryResults().get("timeSteps").getScore()).isPositive());
  }
}
