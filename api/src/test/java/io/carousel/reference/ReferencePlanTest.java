package io.carousel.reference;

import static io.carousel.model.RecurrentOption.layers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.loss.Loss;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Region;
import io.carousel.spi.Session;
import io.carousel.spi.Staging;
import io.carousel.spi.StatePorts;
import io.carousel.spi.Sums;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Plans of whole networks: staging, sessions, accumulation, and what is refused. */
class ReferencePlanTest {
  private static final NetworkSpec FORECAST = NetworkSpec.input(2).lstm(3).finalState().dense(1);
  private static final NetworkSpec TEXT = NetworkSpec.tokens(4).embedding(2).gru(3).dense(4);

  private static PlanShape shape(int steps, int sequences, boolean ragged, boolean stateful) {
    return new PlanShape(steps, sequences, ragged, stateful, Precision.STRICT);
  }

  private static UpdateChain sgd() {
    return UpdateChain.of(UpdateRule.sgd(0.5));
  }

  /** Fills sequence n of a plan as sequence {@code source} of a data set; the length is as told. */
  private static void fill(Plan plan, int n, int source, int length) {
    Staging staging = plan.staging(0);
    int sequences = staging.shape().sequences();
    for (int t = 0; t < length; t++) {
      for (int c = 0; c < 2; c++) {
        float value = (float) Math.sin(source * 100 + t * 10 + c);
        staging.features().put((t * sequences + n) * 2 + c, value);
      }
    }
    staging.targets().put(n, source / 4f);
    staging.lengths().put(n, length);
  }

  @Test
  void twoRunsAccumulateWhatOneRunOnBothBatchesDoes() {
    int[] lengths = {3, 1, 0, 4};
    UpdateChain chain = UpdateChain.of(UpdateRule.adam(0.01));
    try (SmallNetwork once = new SmallNetwork(FORECAST);
        SmallNetwork twice = new SmallNetwork(FORECAST);
        Plan whole =
            once.plan(shape(4, 4, true, false), Mode.TRAINING, Loss.meanSquaredError(), chain);
        Plan half =
            twice.plan(shape(4, 2, true, false), Mode.TRAINING, Loss.meanSquaredError(), chain)) {
      for (int n = 0; n < 4; n++) {
        fill(whole, n, n, lengths[n]);
      }
      whole.run(0, null);
      for (int batch = 0; batch < 2; batch++) {
        fill(half, 0, 2 * batch, lengths[2 * batch]);
        fill(half, 1, 2 * batch + 1, lengths[2 * batch + 1]);
        half.run(0, null);
      }
      assertThat(twice.parameters.sums()).isEqualTo(once.parameters.sums());
      assertThat(once.parameters.sums().pending()).isEqualTo(3);
      assertThat(twice.parameters.read(Block.GRADIENTS))
          .containsExactly(once.parameters.read(Block.GRADIENTS));
      whole.apply(0);
      half.apply(0);
      assertThat(twice.parameters.read(Block.WEIGHTS))
          .containsExactly(once.parameters.read(Block.WEIGHTS));
    }
  }

  @Test
  void aHundredUpdatesLowerTheLossByAnOrder() {
    try (SmallNetwork small = new SmallNetwork(FORECAST);
        Plan plan =
            small.plan(shape(4, 4, true, false), Mode.TRAINING, Loss.meanSquaredError(), sgd())) {
      for (int n = 0; n < 4; n++) {
        fill(plan, n, n, n + 1);
      }
      double first = step(small, plan);
      for (int update = 1; update < 100; update++) {
        step(small, plan);
      }
      assertThat(step(small, plan)).isLessThan(first / 10);
    }
  }

  private static double step(SmallNetwork small, Plan plan) {
    small.parameters.sums(Sums.ZERO);
    plan.staging(0).scalars(new Staging.Scalars(0.3, 0, 0, 0));
    plan.run(0, null);
    plan.apply(0);
    return small.parameters.sums().meanLoss();
  }

  @Test
  void theTwoSlotsKeepWhatTheyHold() {
    try (SmallNetwork small = new SmallNetwork(TEXT);
        Plan plan = small.plan(shape(2, 1, false, false), Mode.INFERENCE, null, null)) {
      plan.staging(0).tokens().put(0, 1).put(1, 2);
      plan.staging(1).tokens().put(0, 3).put(1, 0);
      float[] first = output(plan, 0);
      float[] second = output(plan, 1);
      assertThat(first).isNotEqualTo(second);
      assertThat(output(plan, 0)).containsExactly(first);
    }
  }

  private static float[] output(Plan plan, int slot) {
    plan.run(slot, null);
    float[] output = new float[8];
    plan.output(output);
    return output;
  }

  @Test
  void aSessionCarriesTheStateOverACut() {
    NetworkSpec network = NetworkSpec.tokens(4).embedding(2).lstm(3, layers(2)).dense(4);
    try (SmallNetwork small = new SmallNetwork(network);
        Plan whole = small.plan(shape(4, 1, false, false), Mode.INFERENCE, null, null);
        Plan half = small.plan(shape(2, 1, false, true), Mode.INFERENCE, null, null);
        Session session = small.session(1)) {
      int[] tokens = {1, 3, 0, 2};
      whole.staging(0).tokens().put(0, tokens);
      whole.run(0, null);
      float[] expected = new float[16];
      whole.output(expected);
      float[] actual = new float[8];
      for (int part = 0; part < 2; part++) {
        half.staging(0).tokens().put(0, tokens, 2 * part, 2);
        half.run(0, session);
        half.output(actual);
        for (int e = 0; e < 8; e++) {
          assertThat(actual[e]).isEqualTo(expected[8 * part + e]);
        }
      }
      assertThat(session.read()).hasSize(12);
      session.reset(0);
      assertThat(session.read()).containsOnly(0);
    }
  }

  @Test
  void withoutASessionEveryRunStartsFromZero() {
    try (SmallNetwork small = new SmallNetwork(NetworkSpec.input(1).lstm(1))) {
      LayerInstance layer = small.network.instances().get(0);
      PlanBuilder builder =
          small.backend.plan(small.parameters, shape(1, 1, false, false), Mode.INFERENCE);
      Buffer x = builder.input(small.network.input());
      Buffer y = builder.buffer(Region.ACTIVATIONS, 1);
      StatePorts state = builder.state(layer);
      LayerKernel kernel = builder.layer(layer, new LayerPorts(x, null, y, null, state));
      try (Plan plan = builder.seal(y, List.of(kernel.forward()), null)) {
        plan.write(state.h0(), new double[] {1});
        plan.write(state.c0(), new double[] {1});
        plan.run(0, null);
        assertThat(plan.read(state.h0())).containsExactly(0);
        assertThat(plan.read(state.c0())).containsExactly(0);
        assertThat(plan.read(y)).containsExactly(plan.read(state.hT()));
      }
    }
  }

  @Test
  void resettingASequenceLeavesTheOthers() {
    try (SmallNetwork small = new SmallNetwork(NetworkSpec.input(1).lstm(1));
        Session session = small.session(2)) {
      session.write(new double[] {1, 2, 3, 4});
      session.reset(1);
      assertThat(session.read()).containsExactly(1, 0, 3, 0);
      refused(
          () -> session.reset(2),
          IllegalArgumentException.class,
          "sequence must be in 0 to 1, sequence=2");
      refused(
          () -> session.write(new double[3]),
          IllegalArgumentException.class,
          "states must have 4 elements, states=3");
    }
  }

  @Test
  void aSlotHasOnlyTheBuffersThatItsNetworkAndLossNeed() {
    try (SmallNetwork text = new SmallNetwork(TEXT);
        SmallNetwork forecast = new SmallNetwork(FORECAST);
        Plan classes =
            text.plan(shape(3, 2, true, false), Mode.EVALUATION, Loss.softmaxCrossEntropy(), null);
        Plan numbers =
            forecast.plan(
                shape(3, 2, true, false), Mode.EVALUATION, Loss.meanSquaredError(), null);
        Plan outputOnly = forecast.plan(shape(3, 2, false, false), Mode.INFERENCE, null, null)) {
      Staging staging = classes.staging(0);
      assertThat(staging.features()).isNull();
      assertThat(staging.targets()).isNull();
      assertThat(staging.tokens().capacity()).isEqualTo(6);
      assertThat(staging.classes().capacity()).isEqualTo(6);
      assertThat(numbers.staging(1).features().capacity()).isEqualTo(12);
      assertThat(numbers.staging(1).targets().capacity()).isEqualTo(2);
      assertThat(numbers.staging(1).tokens()).isNull();
      assertThat(numbers.staging(1).classes()).isNull();
      assertThat(outputOnly.staging(0).targets()).isNull();
      assertThat(outputOnly.staging(0).lengths().get(1)).isEqualTo(3);
    }
  }

  @Test
  void lengthsTokensAndClassesOutOfRangeAreRefused() {
    try (SmallNetwork text = new SmallNetwork(TEXT);
        Plan plan =
            text.plan(
                shape(7, 3, true, false), Mode.EVALUATION, Loss.softmaxCrossEntropy(), null)) {
      Staging staging = plan.staging(0);
      staging.lengths().put(2, 9);
      refusedRun(plan, "length must be in 0 to 7, sequence=2, length=9");
      staging.lengths().put(2, 3);
      staging.tokens().put(2 * 3 + 2, 4);
      refusedRun(plan, "token must be in 0 to 3, sequence=2, step=2, token=4");
      staging.tokens().put(2 * 3 + 2, 3).put(3 * 3 + 2, 99);
      staging.classes().put(3 + 2, -1).put(0, 99);
      refusedRun(plan, "class must be in 0 to 3, sequence=2, step=1, class=-1");
      staging.classes().put(3 + 2, 0);
      plan.run(0, null);
      assertThat(text.parameters.sums().count()).isEqualTo(3);
    }
  }

  @Test
  void aShorterLengthInAPlanThatIsNotRaggedIsRefused() {
    try (SmallNetwork small = new SmallNetwork(TEXT);
        Plan plan = small.plan(shape(7, 2, false, false), Mode.INFERENCE, null, null)) {
      plan.staging(0).lengths().put(1, 5);
      refusedRun(plan, "length must be 7, sequence=1, length=5; shorter ones need a ragged plan");
    }
  }

  @Test
  void sessionsThatDoNotFitAreRefused() {
    try (SmallNetwork small = new SmallNetwork(TEXT);
        Plan stateless = small.plan(shape(1, 2, false, false), Mode.INFERENCE, null, null);
        Plan stateful = small.plan(shape(1, 2, false, true), Mode.INFERENCE, null, null);
        Session fitting = small.session(2);
        Session smaller = small.session(1);
        Session closed = small.session(2);
        Session other = small.backend.session(NetworkSpec.input(1).gru(4), 2)) {
      Class<IllegalArgumentException> kind = IllegalArgumentException.class;
      refusedRun(stateful, "a stateful plan must run with a session, session=null");
      refused(
          () -> stateless.run(0, fitting),
          kind,
          "a plan that is not stateful must run without a session, session given");
      refused(() -> stateful.run(0, smaller), kind, "session must have 2 sequences, sequences=1");
      refused(() -> stateful.run(0, other), kind, "session must have 6 elements, session=8");
      closeNow(closed);
      refused(
          () -> stateful.run(0, closed),
          IllegalStateException.class,
          "session must be open, but close() was called before");
    }
  }

  @Test
  void whatIsClosedIsNotUsed() {
    SmallNetwork small = new SmallNetwork(TEXT);
    Plan closed = small.plan(shape(1, 1, false, false), Mode.INFERENCE, null, null);
    Plan orphan = small.plan(shape(1, 1, false, false), Mode.INFERENCE, null, null);
    closed.close();
    Class<IllegalStateException> kind = IllegalStateException.class;
    String planClosed = "plan must be open, but close() was called before";
    refused(() -> closed.run(0, null), kind, planClosed);
    refused(() -> closed.staging(0), kind, planClosed);
    refused(() -> closed.output(new float[4]), kind, planClosed);
    small.parameters.close();
    String parametersClosed = "parameters must be open, but close() was called before";
    refused(() -> orphan.run(0, null), kind, parametersClosed);
    refused(() -> small.parameters.read(Block.WEIGHTS), kind, parametersClosed);
    refused(() -> small.parameters.sums(), kind, parametersClosed);
    small.backend.close();
    refused(() -> small.session(1), kind, "backend must be open, but close() was called before");
  }

  @Test
  void aPlanWithoutAnUpdateDoesNotApply() {
    try (SmallNetwork small = new SmallNetwork(TEXT);
        Plan plan = small.plan(shape(1, 1, false, false), Mode.INFERENCE, null, null)) {
      refused(
          () -> plan.apply(0),
          IllegalStateException.class,
          "plan must have an update kernel, mode=INFERENCE");
      refused(() -> plan.staging(2), IllegalArgumentException.class, "slot must be 0 or 1, slot=2");
      refused(
          () -> plan.output(new float[5]),
          IllegalArgumentException.class,
          "destination must have 4 elements, destination=5");
    }
  }

  @Test
  void parametersOfAnotherLayoutAreRefused() {
    try (SmallNetwork small = new SmallNetwork(NetworkSpec.input(2).lstm(3))) {
      PlanShape shape = shape(1, 1, false, false);
      refused(
          () -> planFor(small, NetworkSpec.input(2).lstm(4), shape),
          IllegalArgumentException.class,
          "parameters must be those of the planned network: 0.lstm.0.forward.W must be 16 x 2,"
              + " rows=12, columns=2");
      refused(
          () -> planFor(small, NetworkSpec.input(2).gru(3), shape),
          IllegalArgumentException.class,
          "tensor must be one of [0.lstm.0.forward.W, 0.lstm.0.forward.R, 0.lstm.0.forward.b],"
              + " tensor=0.gru.0.forward.W");
    }
  }

  private static void planFor(SmallNetwork small, NetworkSpec other, PlanShape shape) {
    SmallNetwork.plan(small.backend, small.parameters, other, shape, Mode.INFERENCE, null, null);
  }

  @Test
  void trainingNeedsParametersMadeForIt() {
    try (SmallNetwork small = new SmallNetwork(TEXT);
        Parameters frozen = small.backend.parameters(ParameterLayout.of(TEXT), false, 0)) {
      assertThat(frozen.has(Block.GRADIENTS)).isFalse();
      refused(
          () -> small.backend.plan(frozen, shape(1, 1, false, false), Mode.INSPECTION),
          IllegalArgumentException.class,
          "parameters must have gradient sums for a backward pass, mode=INSPECTION; create them"
              + " with training=true");
      refused(
          () -> frozen.read(Block.GRADIENTS),
          IllegalArgumentException.class,
          "block must exist in these parameters, block=GRADIENTS; create them for training and"
              + " with the optimizer's moments");
      refused(
          () -> frozen.write(Block.WEIGHTS, new double[10]),
          IllegalArgumentException.class,
          "values must have " + ParameterLayout.of(TEXT).size() + " elements, values=10");
    }
  }

  @Test
  void aPortOfAnotherSizeIsRefused() {
    try (SmallNetwork small = new SmallNetwork(NetworkSpec.input(2).dense(3))) {
      LayerInstance layer = small.network.instances().get(0);
      try (PlanBuilder builder =
          small.backend.plan(small.parameters, shape(4, 2, true, false), Mode.INFERENCE)) {
        Buffer x = builder.input(small.network.input());
        Buffer y = builder.buffer(Region.ACTIVATIONS, 7);
        refused(
            () -> builder.layer(layer, new LayerPorts(x, null, y, null, null)),
            IllegalArgumentException.class,
            "y must have " + 4 * 2 * 3 + " elements, y=7");
      }
    }
  }

  @Test
  void theClassOfASequenceHasNoStep() {
    NetworkSpec network = NetworkSpec.input(1).lastPosition().dense(2);
    try (SmallNetwork small = new SmallNetwork(network);
        Plan plan =
            small.plan(
                shape(3, 2, false, false), Mode.EVALUATION, Loss.softmaxCrossEntropy(), null)) {
      plan.staging(0).classes().put(1, 2);
      refusedRun(plan, "class must be in 0 to 1, sequence=1, class=2");
    }
  }

  private static void closeNow(AutoCloseable resource) {
    assertThatCode(resource::close).doesNotThrowAnyException();
  }

  private static void refusedRun(Plan plan, String message) {
    refused(() -> plan.run(0, null), IllegalArgumentException.class, message);
  }

  private static void refused(
      ThrowingCallable call, Class<? extends Exception> kind, String message) {
    assertThatThrownBy(call).isInstanceOf(kind).hasMessage(message);
  }
}
