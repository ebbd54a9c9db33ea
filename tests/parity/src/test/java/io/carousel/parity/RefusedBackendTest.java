package io.carousel.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.Backends;
import io.carousel.data.Sequence;
import io.carousel.data.Sequences;
import io.carousel.error.UnsupportedSpecException;
import io.carousel.loss.Loss;
import io.carousel.model.Cell;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateRule;
import io.carousel.parity.BackendGate.Decision;
import io.carousel.parity.float32.Fault;
import io.carousel.parity.float32.Float32Backend;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Mode;
import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Session;
import io.carousel.spi.Support;
import io.carousel.train.StopRule;
import io.carousel.train.Trainer;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Backends that are not there, and backends that cannot run everything. */
class RefusedBackendTest {
  private static DynamicTest test(Decision decision) {
    List<DynamicNode> nodes = BackendParityTest.nodes(List.of(decision)).toList();
    return (DynamicTest) nodes.get(0);
  }

  @Test
  void anUnavailableBackendAbortsItsTestWithTheReason() {
    DynamicTest test = test(new BackendGate.Skip("gpu", "no device. Buy one"));
    assertThatThrownBy(() -> test.getExecutable().execute())
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("no device. Buy one");
  }

  @Test
  void aMissedBackendFailsItsTestWithTheReason() {
    DynamicTest test = test(new BackendGate.Miss("gpu", "no device. Buy one"));
    assertThatThrownBy(() -> test.getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .hasMessage("no device. Buy one");
  }

  /**
   * Says that it runs no GRU and nothing in fp16, and refuses one while planning, or in silence
   * runs it.
   */
  private record Choosy(Backend all, boolean honest) implements Backend {
    @Override
    public String name() {
      return all.name();
    }

    @Override
    public String describe() {
      return all.describe();
    }

    @Override
    public NumberType numberType() {
      return all.numberType();
    }

    @Override
    public Support supports(LayerInstance layer, Precision precision) {
      if (precision == Precision.FP16) {
        return Support.no("it has no halves");
      }
      boolean gru = layer.spec().label().equals(Cell.GRU.label());
      return gru ? Support.no("it has no reset gate") : Support.yes();
    }

    @Override
    public Parameters parameters(ParameterLayout layout, boolean training, int moments) {
      return all.parameters(layout, training, moments);
    }

    @Override
    public Session session(NetworkSpec network, int sequences) {
      return all.session(network, sequences);
    }

    @Override
    public PlanBuilder plan(Parameters parameters, PlanShape shape, Mode mode) {
      boolean gru = parameters.layout().tensors().get(0).name().contains("gru");
      if (gru && honest) {
        throw new UnsupportedSpecException(
            name() + " cannot run layer 0 (gru, hidden=3): it has no reset gate");
      }
      return all.plan(parameters, shape, mode);
    }

    @Override
    public void close() {
      all.close();
    }
  }

  private static ParityResult run(ParityCase one, boolean honest) {
    Function<BackendOptions, Backend> opener =
        o -> new Choosy(new Float32Backend(Fault.NONE, 1), honest);
    try (Backend reference = Backends.named(ParitySuite.REFERENCE);
        Backend choosy = opener.apply(BackendOptions.defaults())) {
      return ParitySuite.run(new Pair(reference, choosy, opener), one);
    }
  }

  @Test
  void aCaseThatNeedsWhatABackendLacksIsRefusedByName() {
    NetworkSpec gru = NetworkSpec.input(2).gru(3);
    ParityResult result = run(new LayerCase(gru, 3, 2, Lengths.FULL, false), true);
    assertThat(result.refusal())
        .isEqualTo("float32 cannot run layer 0 (gru, hidden=3): it has no reset gate");
    assertThat(result.comparisons()).isEmpty();
  }

  @Test
  void aNetworkWithALayerThatABackendLacksIsRefusedBeforeAnythingIsTrained() {
    NetworkSpec network = NetworkSpec.input(1).lstm(4).gru(3).finalState().dense(1);
    Sequences data = Sequences.of(List.of(Sequence.of(new float[2][1]).withTarget(1)));
    try (Backend choosy = new Choosy(new Float32Backend(Fault.NONE, 1), true);
        Trainer trainer =
            Trainer.on(choosy)
                .network(network)
                .loss(Loss.meanSquaredError())
                .update(UpdateRule.sgd(0.1))
                .build()) {
      float[] before = trainer.model().weights();
      assertThatThrownBy(() -> trainer.fit(data, StopRule.epochs(1)))
          .isInstanceOf(UnsupportedSpecException.class)
          .hasMessage("float32 cannot run layer 1 (gru, hidden=3): it has no reset gate");
      assertThat(trainer.model().weights()).isEqualTo(before);
    }
  }

  @Test
  void aPrecisionThatABackendLacksIsRefusedByName() {
    String reason = "float32 cannot run layer 0 (lstm, hidden=1): it has no halves";
    NetworkSpec network = NetworkSpec.input(1).lstm(1);
    LayerCase one = new LayerCase(network, 3, 5, Lengths.FULL, false);
    Function<BackendOptions, Backend> opener =
        o -> new Choosy(new Float32Backend(Fault.NONE, 1), true);
    try (Backend reference = Backends.named(ParitySuite.REFERENCE);
        Backend choosy = opener.apply(BackendOptions.defaults())) {
      assertThat(ParitySuite.refusal(choosy, Precision.FP16)).isEqualTo(reason);
      assertThat(ParitySuite.refusal(choosy, Precision.BF16)).isNull();
      Pair halves = new Pair(reference, choosy, opener, Precision.FP16);
      ParityReport report = ParitySuite.run(halves, List.of(one));
      assertThat(report.agrees()).isFalse();
      assertThat(report.refusals()).extracting(ParityResult::refusal).containsExactly(reason);
      assertThat(ParitySuite.run(new Pair(reference, choosy, opener), one).refusal()).isNull();
    }
  }

  @Test
  void aPlanBuilderThatRunsWhatItSaysItCannotIsFound() {
    assertThat(run(new SupportCase(), false).failures())
        .extracting(Comparison::subject)
        .filteredOn(subject -> subject.contains("gru"))
        .containsExactly(
            "support of gru, hidden=3 in strict",
            "support of gru, hidden=3 in tf32",
            "support of gru, hidden=3 in fp16",
            "support of gru, hidden=3 in bf16",
            "support of gru, hidden=3, backward in strict",
            "support of gru, hidden=3, backward in tf32",
            "support of gru, hidden=3, backward in fp16",
            "support of gru, hidden=3, backward in bf16",
            "support of gru, hidden=3, bidirectional in strict",
            "support of gru, hidden=3, bidirectional in tf32",
            "support of gru, hidden=3, bidirectional in fp16",
            "support of gru, hidden=3, bidirectional in bf16");
  }
}
