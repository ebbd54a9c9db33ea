package io.carousel.reference;

import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.model.RecurrentSpec;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import io.carousel.spi.Backend;
import io.carousel.spi.BackendOptions;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerKernel;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Mode;
import io.carousel.spi.Parameters;
import io.carousel.spi.Plan;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Region;
import io.carousel.spi.Staging;
import io.carousel.spi.StatePorts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One layer of a network as a plan of its own, with random weights, input, initial states and
 * output gradients. The loss whose gradients backward computes is the linear functional sum(dy y) +
 * sum(dhT hT) + sum(dcT cT) over valid rows. Padded rows of x and dy are NaN, and so is everything
 * that a run must overwrite, so that whoever reads the one or leaves the other is found out.
 */
final class OneLayer implements AutoCloseable {
  private static final Staging.Scalars SCALARS = new Staging.Scalars(0, 0, 3, 11);
  private static final long SEED = 2026;

  private final NetworkSpec network;
  private final int number;
  private final LayerInstance layer;
  private final int steps;
  private final int[] lengths;
  private final Backend backend;
  private final Map<String, Buffer> buffers = new LinkedHashMap<>();
  private final LayerKernel kernel;
  private final Plan plan;
  final Parameters parameters;

  /** What goes in: x, dy, and for recurrent layers h0, c0, dhT, dcT. Changed at will. */
  final Map<String, double[]> given = new LinkedHashMap<>();

  OneLayer(NetworkSpec network, int number, int steps, int... lengths) {
    this.network = network;
    this.number = number;
    this.layer = network.instances().get(number);
    this.steps = steps;
    this.lengths = lengths;
    backend = new ReferenceProvider().open(BackendOptions.defaults());
    ParameterLayout layout = ParameterLayout.of(network);
    parameters = backend.parameters(layout, true, 0);
    parameters.write(Parameters.Block.WEIGHTS, random((int) layout.size(), 1));
    PlanShape shape = new PlanShape(steps, lengths.length, true, false, Precision.STRICT);
    PlanBuilder builder = backend.plan(parameters, shape, Mode.TRAINING);
    LayerPorts ports = ports(builder);
    kernel = builder.layer(layer, ports);
    plan = builder.seal(ports.y(), List.of(kernel.forward(), kernel.backward()), null);
    fillGiven();
  }

  private LayerPorts ports(PlanBuilder builder) {
    boolean tokens = number == 0 && network.input().tokens();
    int inputs = tokens ? 1 : layer.inputWidth();
    Buffer x = rows(builder, "x", layer.inputPerStep(), inputs);
    Buffer dx = tokens ? null : rows(builder, "dx", layer.inputPerStep(), inputs);
    Buffer y = rows(builder, "y", layer.outputPerStep(), layer.outputWidth());
    Buffer dy = rows(builder, "dy", layer.outputPerStep(), layer.outputWidth());
    if (!layer.spec().carriesState()) {
      return new LayerPorts(x, dx, y, dy, null);
    }
    RecurrentSpec recurrent = (RecurrentSpec) layer.spec();
    boolean cell = recurrent.cell().hasCellState();
    StatePorts state =
        new StatePorts(
            state(builder, "h0", recurrent),
            cell ? state(builder, "c0", recurrent) : null,
            state(builder, "hT", recurrent),
            cell ? state(builder, "cT", recurrent) : null,
            state(builder, "dh0", recurrent),
            cell ? state(builder, "dc0", recurrent) : null,
            state(builder, "dhT", recurrent),
            cell ? state(builder, "dcT", recurrent) : null);
    return new LayerPorts(x, dx, y, dy, state);
  }

  private Buffer rows(PlanBuilder builder, String name, boolean perStep, int width) {
    int rows = (perStep ? steps : 1) * lengths.length;
    return named(name, builder.buffer(Region.ACTIVATIONS, (long) rows * width));
  }

  private Buffer state(PlanBuilder builder, String name, RecurrentSpec spec) {
    long rows = (long) spec.direction().count() * lengths.length;
    return named(name, builder.buffer(Region.CARRIED, rows * spec.hiddenSize()));
  }

  private Buffer named(String name, Buffer buffer) {
    buffers.put(name, buffer);
    return buffer;
  }

  private void fillGiven() {
    int stream = 2;
    for (String name : List.of("x", "dy", "h0", "c0", "dhT", "dcT")) {
      if (buffers.containsKey(name)) {
        double[] values = random((int) buffers.get(name).count(), stream++);
        for (int e = 0; e < values.length; e++) {
          values[e] = isValid(name, e) ? values[e] : Double.NaN;
        }
        given.put(name, values);
      }
    }
    if (!buffers.containsKey("dx")) {
      int vocabulary = layer.inputWidth();
      given.compute(
          "x", (k, x) -> Arrays.stream(x).map(v -> Math.floor((v + 1) / 2 * vocabulary)).toArray());
    }
  }

  private static double[] random(int size, int stream) {
    Philox numbers = new Philox(SEED, Purpose.USER, stream, 0);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = 2 * numbers.uniformDouble(i) - 1;
    }
    return values;
  }

  /** Whether an element of this tensor stands before its sequence's length. */
  boolean isValid(String name, int element) {
    boolean input = name.equals("x") || name.equals("dx");
    boolean output = name.equals("y") || name.equals("dy");
    boolean padded = (input && layer.inputPerStep()) || (output && layer.outputPerStep());
    return !padded || step(name, element) < lengths[sequence(name, element)];
  }

  private int width(String name) {
    boolean tokens = name.equals("x") && !buffers.containsKey("dx");
    if (layer.spec().carriesState() && !List.of("x", "dx", "y", "dy").contains(name)) {
      return ((RecurrentSpec) layer.spec()).hiddenSize();
    }
    return tokens ? 1 : name.endsWith("x") ? layer.inputWidth() : layer.outputWidth();
  }

  private int sequence(String name, int element) {
    return element / width(name) % lengths.length;
  }

  private int step(String name, int element) {
    return element / width(name) / lengths.length;
  }

  /** Runs forward and backward: y, hT, cT, dx, dh0, dc0, and the gradient by each tensor. */
  Map<String, double[]> run() {
    parameters.write(Parameters.Block.GRADIENTS, new double[(int) parameters.layout().size()]);
    execute();
    Map<String, double[]> results = new LinkedHashMap<>();
    for (String name : List.of("y", "hT", "cT", "dx", "dh0", "dc0")) {
      if (buffers.containsKey(name)) {
        results.put(name, plan.read(buffers.get(name)));
      }
    }
    double[] gradients = parameters.read(Parameters.Block.GRADIENTS);
    for (ParameterLayout.Tensor tensor : parameters.layout().tensors()) {
      int from = (int) tensor.offset();
      double[] part = Arrays.copyOfRange(gradients, from, from + tensor.size());
      results.put("d" + tensor.name(), part);
    }
    return results;
  }

  private void execute() {
    buffers.values().forEach(this::poison);
    kernel.internals().values().forEach(this::poison);
    given.forEach((name, values) -> plan.write(buffers.get(name), values));
    plan.staging(0).lengths().put(0, lengths);
    plan.staging(0).scalars(SCALARS);
    plan.run(0, null);
  }

  private void poison(Buffer buffer) {
    double[] values = new double[(int) buffer.count()];
    Arrays.fill(values, Double.NaN);
    plan.write(buffer, values);
  }

  /** What the layer shows of itself after {@link #run}. */
  double[] internal(String name) {
    return plan.read(kernel.internals().get(name));
  }

  LayerKernel kernel() {
    return kernel;
  }

  private double functional() {
    execute();
    return weighted("dy", "y") + weighted("dhT", "hT") + weighted("dcT", "cT");
  }

  private double weighted(String factors, String values) {
    double sum = 0;
    if (buffers.containsKey(values)) {
      double[] results = plan.read(buffers.get(values));
      for (int e = 0; e < results.length; e++) {
        sum += isValid(values, e) ? given.get(factors)[e] * results[e] : 0;
      }
    }
    return sum;
  }

  /** The gradients of the functional by central differences with this step. */
  Map<String, double[]> differences(double h) {
    Map<String, double[]> results = new LinkedHashMap<>();
    for (String name : List.of("x", "h0", "c0")) {
      if (buffers.containsKey("d" + name)) {
        double[] values = given.get(name);
        double[] result = new double[values.length];
        for (int e = 0; e < values.length; e++) {
          result[e] = isValid(name, e) ? difference(values, e, h) : 0;
        }
        results.put("d" + name, result);
      }
    }
    double[] weights = parameters.read(Parameters.Block.WEIGHTS);
    for (ParameterLayout.Tensor tensor : parameters.layout().tensors()) {
      double[] result = new double[tensor.size()];
      for (int e = 0; e < result.length; e++) {
        result[e] = difference(weights, (int) tensor.offset() + e, h);
      }
      results.put("d" + tensor.name(), result);
    }
    return results;
  }

  private double difference(double[] values, int element, double h) {
    double kept = values[element];
    double above = functionalAt(values, element, kept + h);
    double below = functionalAt(values, element, kept - h);
    functionalAt(values, element, kept);
    return (above - below) / (2 * h);
  }

  private double functionalAt(double[] values, int element, double value) {
    values[element] = value;
    if (values.length == parameters.layout().size() && !given.containsValue(values)) {
      parameters.write(Parameters.Block.WEIGHTS, values);
    }
    return functional();
  }

  /** The same layer, weights and data for sequence n alone, without its padding. */
  OneLayer alone(int n) {
    OneLayer alone = new OneLayer(network, number, Math.max(1, lengths[n]), lengths[n]);
    alone.parameters.write(Parameters.Block.WEIGHTS, parameters.read(Parameters.Block.WEIGHTS));
    alone.given.replaceAll(
        (name, old) -> Arrays.copyOf(rowsOf(name, given.get(name), n), old.length));
    return alone;
  }

  /** The rows of sequence n in a tensor that was given or came out. */
  double[] rowsOf(String name, double[] values, int n) {
    double[] rows = new double[values.length / lengths.length];
    int next = 0;
    for (int e = 0; e < values.length; e++) {
      if (sequence(name, e) == n) {
        rows[next++] = values[e];
      }
    }
    return rows;
  }

  @Override
  public void close() {
    plan.close();
    parameters.close();
    backend.close();
  }
}
