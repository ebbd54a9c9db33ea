package io.carousel.parity;

import io.carousel.model.LayerInstance;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Backend;
import io.carousel.spi.Buffer;
import io.carousel.spi.Kernel;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.Region;
import io.carousel.spi.Session;
import io.carousel.spi.Staging;
import io.carousel.spi.StateLayout;
import io.carousel.spi.StatePorts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a golden file gives, forward and backward on one backend. */
final class GoldenRun {
  private final GoldenFile file;
  private final List<StatePorts> states = new ArrayList<>();
  private Buffer dx;
  private Buffer y;
  private Buffer dy;

  private GoldenRun(GoldenFile file) {
    this.file = file;
  }

  /** The values of every tensor of {@link GoldenFile#results()}, by name. */
  static Map<String, double[]> of(Backend backend, GoldenFile file) {
    GoldenRun run = new GoldenRun(file);
    ParameterLayout layout = ParameterLayout.of(file.network());
    try (Parameters parameters = backend.parameters(layout, true, 0);
        Session session = backend.session(file.network(), file.sequences())) {
      parameters.write(Parameters.Block.WEIGHTS, run.weights(layout));
      session.write(run.initial());
      try (Plan plan = run.plan(backend.plan(parameters, file.shape(), Mode.TRAINING))) {
        run.give(plan);
        plan.run(0, session);
        Map<String, double[]> results = run.results(plan);
        Map<String, Tensor> gradients = new HashMap<>();
        LayerRun.addTensors(gradients, "d/", parameters, Parameters.Block.GRADIENTS);
        gradients.forEach((name, tensor) -> results.put(name, tensor.values()));
        return results;
      }
    }
  }

  private double[] weights(ParameterLayout layout) {
    double[] all = new double[Math.toIntExact(layout.size())];
    for (ParameterLayout.Tensor tensor : layout.tensors()) {
      System.arraycopy(
          file.values(tensor.name()), 0, all, Math.toIntExact(tensor.offset()), tensor.size());
    }
    return all;
  }

  /** The file has h0 of all layers, then c0; a session has both of one layer, then of the next. */
  private double[] initial() {
    StateLayout layout = StateLayout.of(file.network(), file.sequences());
    double[] all = new double[layout.size()];
    boolean cell = file.tensors().containsKey("c0");
    int number = 0;
    for (StateLayout.Block block : layout.blocks()) {
      int size = block.directions() * file.sequences() * block.hidden();
      String name = cell && number % 2 == 1 ? "c0" : "h0";
      int layer = cell ? number / 2 : number;
      System.arraycopy(file.values(name), layer * size, all, block.offset(), size);
      number++;
    }
    return all;
  }

  private Plan plan(PlanBuilder builder) {
    Buffer x = builder.input(file.network().input());
    Buffer before = rows(builder, Region.GRADIENTS, file.network().input().width());
    dx = before;
    List<LayerKernel> kernels = new ArrayList<>();
    for (LayerInstance layer : file.network().instances()) {
      y = rows(builder, Region.ACTIVATIONS, layer.outputWidth());
      dy = rows(builder, Region.GRADIENTS, layer.outputWidth());
      StatePorts ports = builder.state(layer);
      states.add(ports);
      kernels.add(builder.layer(layer, new LayerPorts(x, before, y, dy, ports)));
      x = y;
      before = dy;
    }
    return builder.seal(y, order(kernels), null);
  }

  private Buffer rows(PlanBuilder builder, Region region, int width) {
    return builder.buffer(region, (long) file.steps() * file.sequences() * width);
  }

  private static List<Kernel> order(List<LayerKernel> kernels) {
    List<Kernel> order = new ArrayList<>();
    kernels.forEach(kernel -> order.add(kernel.forward()));
    for (int i = kernels.size() - 1; i >= 0; i--) {
      order.add(kernels.get(i).backward());
    }
    return order;
  }

  private void give(Plan plan) {
    Staging staging = plan.staging(0);
    double[] x = withoutPadding("x");
    for (int i = 0; i < x.length; i++) {
      staging.features().put(i, (float) x[i]);
    }
    staging.lengths().put(0, Lengths.array(file.lengths()));
    staging.scalars(Staging.Scalars.NONE);
    plan.write(dy, withoutPadding("dy"));
    give(plan, "dhT", StatePorts::dhT);
    give(plan, "dcT", StatePorts::dcT);
  }

  /** The values with NaN where a backend must not look. */
  private double[] withoutPadding(String tensor) {
    double[] values = file.values(tensor).clone();
    int width = values.length / (file.steps() * file.sequences());
    for (int i = 0; i < values.length; i++) {
      values[i] = file.isValid(i / width) ? values[i] : Double.NaN;
    }
    return values;
  }

  /** Layer by layer. */
  private void give(Plan plan, String tensor, Function<StatePorts, Buffer> port) {
    int at = 0;
    for (StatePorts ports : states) {
      Buffer buffer = port.apply(ports);
      if (buffer != null) {
        double[] part = new double[Math.toIntExact(buffer.count())];
        System.arraycopy(file.values(tensor), at, part, 0, part.length);
        plan.write(buffer, part);
        at += part.length;
      }
    }
  }

  private Map<String, double[]> results(Plan plan) {
    Map<String, double[]> results = new HashMap<>();
    results.put("y", plan.read(y));
    results.put("dx", plan.read(dx));
    results.put("hT", take(plan, StatePorts::hT));
    results.put("cT", take(plan, StatePorts::cT));
    results.put("dh0", take(plan, StatePorts::dh0));
    results.put("dc0", take(plan, StatePorts::dc0));
    return results;
  }

  private double[] take(Plan plan, Function<StatePorts, Buffer> port) {
    return states.stream()
        .map(port)
        .filter(buffer -> buffer != null)
        .flatMapToDouble(buffer -> Arrays.stream(plan.read(buffer)))
        .toArray();
  }
}
