package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.carousel.Backends;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every backend on the class path against the reference, a test for each case. */
class BackendParityTest {
  @TestFactory
  Stream<DynamicNode> everyBackendAgreesWithTheReference() {
    String required = System.getProperty(BackendGate.PROPERTY);
    return nodes(BackendGate.decide(Backends.found(), required));
  }

  static Stream<DynamicNode> nodes(List<BackendGate.Decision> decisions) {
    return decisions.stream().map(BackendParityTest::node);
  }

  private static DynamicNode node(BackendGate.Decision decision) {
    if (decision instanceof BackendGate.Skip skip) {
      return DynamicTest.dynamicTest(skip.backend(), () -> abort(skip.message()));
    } else if (decision instanceof BackendGate.Miss miss) {
      return DynamicTest.dynamicTest(miss.backend(), () -> fail(miss.message()));
    }
    Stream<DynamicNode> precisions =
        Arrays.stream(Precision.values()).map(p -> node(decision.backend(), p));
    return DynamicContainer.dynamicContainer(decision.backend(), precisions);
  }

  /** All cases in a precision, or one skipped test that says why there are none. */
  private static DynamicNode node(String name, Precision precision) {
    try (Backend backend = Backends.named(name)) {
      String refusal = ParitySuite.refusal(backend, precision);
      return refusal == null
          ? new Course(name, precision).node()
          : DynamicTest.dynamicTest(precision.label(), () -> abort(refusal));
    }
  }

  /** All cases of one backend in one precision, and the report at the end. */
  private static final class Course {
    private final String name;
    private final Precision precision;
    private final List<ParityResult> results = new ArrayList<>();
    private Pair pair;

    Course(String name, Precision precision) {
      this.name = name;
      this.precision = precision;
    }

    DynamicNode node() {
      Stream<DynamicNode> open = Stream.of(DynamicTest.dynamicTest("open", this::open));
      Stream<DynamicNode> cases =
          ParitySuite.cases(precision).stream()
              .map(one -> DynamicTest.dynamicTest(one.name(), () -> compare(one)));
      Stream<DynamicNode> end = Stream.of(DynamicTest.dynamicTest("report", this::report));
      return DynamicContainer.dynamicContainer(
          precision.label(), Stream.of(open, cases, end).flatMap(s -> s));
    }

    private void open() {
      Function<BackendOptions, Backend> opener = options -> Backends.open(name, options);
      Backend reference = Backends.named(ParitySuite.REFERENCE);
      pair = new Pair(reference, opener.apply(BackendOptions.defaults()), opener, precision);
    }

    private void compare(ParityCase one) {
      ParityResult result = ParitySuite.run(pair, one);
      results.add(result);
      if (result.refusal() != null) {
        abort(result.refusal());
      }
      assertThat(result.failures()).isEmpty();
      assertThat(result.comparisons()).isNotEmpty();
    }

    private void report() throws IOException {
      ParityReport report =
          new ParityReport(pair.candidate().describe(), pair.precision(), results);
      Path file = Path.of("target", "parity-" + name + "-" + precision.label() + ".txt");
      Files.writeString(file, report.table(Integer.MAX_VALUE));
      System.out.println(report.table(12) + "all in " + file);
      pair.candidate().close();
      pair.reference().close();
      assertThat(report.agrees()).as(report.summary()).isTrue();
    }
  }
}
