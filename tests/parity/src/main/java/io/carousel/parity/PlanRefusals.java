package io.carousel.parity;

import static io.carousel.parity.RefusalBench.TEXT;
import static io.carousel.parity.RefusalBench.build;
import static io.carousel.parity.RefusalBench.program;
import static io.carousel.parity.RefusalBench.shape;
import static io.carousel.parity.RefusalBench.useFrozen;
import static io.carousel.parity.RefusalBench.withPlan;

import io.carousel.loss.Loss;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.optim.UpdateChain;
import io.carousel.optim.UpdateRule;
import io.carousel.plan.NetworkPlan;
import io.carousel.plan.Program;
import io.carousel.spi.Backend;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Blocks and plans that do not fit their parameters. */
final class PlanRefusals {
  private final List<ParityCase> cases = new ArrayList<>();

  private PlanRefusals() {}

  static List<ParityCase> all() {
    PlanRefusals list = new PlanRefusals();
    list.addBlocks();
    list.addPlans();
    return list.cases;
  }

  private void add(String mistake, NetworkSpec network, Refusal.Attempt attempt) {
    cases.add(new Refusal(mistake, network, attempt));
  }

  private void planOf(String mistake, Consumer<NetworkPlan> use) {
    cases.add(RefusalBench.planOf(mistake, use));
  }

  private void parametersOf(String mistake, Consumer<Parameters> use) {
    cases.add(RefusalBench.parametersOf(mistake, use));
  }

  private void addBlocks() {
    parametersOf("weights of another length", p -> p.write(Block.WEIGHTS, new double[10]));
    parametersOf("gradients of another length", p -> p.write(Block.GRADIENTS, new double[0]));
    add("gradients where there are none", TEXT, b -> useFrozen(b, p -> p.read(Block.GRADIENTS)));
    parametersOf("a moment where there is none", p -> p.read(Block.SECOND_MOMENT));
    add(
        "three moments",
        TEXT,
        backend -> backend.parameters(ParameterLayout.of(TEXT), true, 3).close());
    planOf("a destination of another length", plan -> plan.plan().output(new float[5]));
  }

  private void addPlans() {
    ForeignParameters foreign = new ForeignParameters(ParameterLayout.of(TEXT));
    add("parameters of nobody", TEXT, b -> b.plan(foreign, shape(true, false), Mode.INFERENCE));
    add(
        "backward without gradient sums",
        TEXT,
        b -> useFrozen(b, p -> b.plan(p, shape(true, false), Mode.INSPECTION)));
    NetworkSpec wider = NetworkSpec.tokens(4).embedding(2).lstm(5).dense(4);
    parametersOfOther("parameters of a narrower network", wider);
    parametersOfOther("parameters of another network", NetworkSpec.input(2).gru(3).dense(4));
    add(
        "an optimizer without its moments",
        TEXT,
        b -> {
          Program adam = new Program(TEXT, Loss.softmaxCrossEntropy(), adam());
          withPlan(b, adam, shape(true, false), Mode.TRAINING, (p, plan) -> plan.apply(0));
        });
    add(
        "an update of a plan that has none",
        TEXT,
        b -> withPlan(b, program(), shape(true, false), Mode.INFERENCE, (p, l) -> l.apply(0)));
    add("two inputs of a plan", TEXT, PlanRefusals::inputTwice);
    add("sealing twice", TEXT, PlanRefusals::sealTwice);
    add("an output of the wrong size", TEXT, PlanRefusals::wrongOutput);
  }

  private static UpdateChain adam() {
    return UpdateChain.of(UpdateRule.adam(0.1));
  }

  private void parametersOfOther(String mistake, NetworkSpec planned) {
    add(
        mistake,
        planned,
        backend -> {
          Program program = Program.inference(planned);
          withPlan(backend, program, shape(true, false), Mode.INFERENCE, (p, plan) -> {});
        });
  }

  private static void inputTwice(Backend backend) {
    build(
        backend,
        builder -> {
          builder.input(TEXT.input());
          builder.input(TEXT.input());
        });
  }

  private static void sealTwice(Backend backend) {
    build(
        backend,
        builder -> {
          Buffer x = builder.input(TEXT.input());
          builder.seal(x, List.of(), null).close();
          builder.seal(x, List.of(), null).close();
        });
  }

  private static void wrongOutput(Backend backend) {
    build(
        backend,
        builder -> {
          LayerInstance layer = TEXT.instances().get(0);
          Buffer x = builder.input(TEXT.input());
          Buffer y = builder.buffer(Region.ACTIVATIONS, 5);
          builder.layer(layer, new LayerPorts(x, null, y, null, null));
        });
  }
}
