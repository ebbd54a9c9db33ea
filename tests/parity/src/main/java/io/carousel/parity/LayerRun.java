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
import io.carousel.spi.Precision;
import io.carousel.spi.Region;
import io.carousel.spi.Session;
import io.carousel.spi.Staging;
import io.carousel.spi.StateLayout;
import io.carousel.spi.StatePorts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer planned alone on one backend. What a backend must not read (padded input, padded dy) is
 * NaN, and so is what it must overwrite.
 */
final class LayerRun {
  private static final Staging.Scalars SCALARS = new Staging.Scalars(0, 0, 3, 11);

  private final LayerCase subject;
  private final LayerInstance layer;
  private final Mode mode;
  private final int[] lengths;
  private final Map<String, Buffer> buffers = new LinkedHashMap<>();
  private final Map<String, Tensor> results = new LinkedHashMap<>();
  private Plan plan;

  private LayerRun(LayerCase subject, Mode mode) {
    this.subject = subject;
    this.layer = subject.layer();
    this.mode = mode;
    this.lengths = Lengths.array(subject.lengths());
  }

  /** Every tensor that comes out, by name; gradients by weights are named d/ and the tensor. */
  static Map<String, Tensor> of(
      Backend backend, Precision precision, LayerCase subject, Mode mode) {
    LayerRun run = new LayerRun(subject, mode);
    try (Parameters parameters =
            backend.parameters(ParameterLayout.of(subject.network()), mode.hasBackward(), 0);
        Session session = run.session(backend)) {
      parameters.write(Parameters.Block.WEIGHTS, Numbers.weights(subject.network()));
      try (Plan plan = run.plan(backend.plan(parameters, subject.shape(precision), mode))) {
        run.plan = plan;
        run.give();
        plan.run(0, session);
        run.take(parameters, session);
      }
    }
    return run.results;
  }

  private Session session(Backend backend) {
    if (!subject.stateful()) {
      return null;
    }
    Session session = backend.session(subject.network(), lengths.length);
    int size = StateLayout.of(subject.network(), lengths.length).size();
    session.write(Numbers.data(size, 5));
    return session;
  }

  private Plan plan(PlanBuilder builder) {
    Buffer x = builder.input(subject.network().input());
    Buffer y = rows(builder, "y", Region.ACTIVATIONS, layer.outputPerStep(), layer.outputWidth());
    Buffer dy = null;
    Buffer dx = null;
    if (mode.hasBackward()) {
      dy = rows(builder, "dy", Region.GRADIENTS, layer.outputPerStep(), layer.outputWidth());
      dx = tokens() ? null : rows(builder, "dx", Region.GRADIENTS, true, layer.inputWidth());
    }
    StatePorts state = layer.spec().carriesState() ? state(builder) : null;
    LayerKernel kernel = builder.layer(layer, new LayerPorts(x, dx, y, dy, state));
    List<Kernel> kernels = new ArrayList<>(List.of(kernel.forward()));
    if (mode.hasBackward()) {
      kernels.add(kernel.backward());
    }
    return builder.seal(y, kernels, null);
  }

  private boolean tokens() {
    return subject.network().input().tokens();
  }

  private Buffer rows(PlanBuilder builder, String name, Region region, boolean perStep, int width) {
    long count = (perStep ? (long) subject.steps() : 1) * lengths.length * width;
    Buffer buffer = builder.buffer(region, count);
    buffers.put(name, buffer);
    return buffer;
  }

  private StatePorts state(PlanBuilder builder) {
    StatePorts ports = builder.state(layer);
    put("hT", ports.hT());
    put("cT", ports.cT());
    put("dh0", ports.dh0());
    put("dc0", ports.dc0());
    put("dhT", ports.dhT());
    put("dcT", ports.dcT());
    return ports;
  }

  private void put(String name, Buffer buffer) {
    if (buffer != null) {
      buffers.put(name, buffer);
    }
  }

  private void give() {
    giveInput();
    plan.staging(0).lengths().put(0, lengths);
    plan.staging(0).scalars(SCALARS);
    for (String name : List.of("y", "dx", "hT", "cT", "dh0", "dc0")) {
      write(name, Double.NaN);
    }
    give("dy", 2);
    give("dhT", 3);
    give("dcT", 4);
  }

  private void giveInput() {
    if (tokens()) {
      int[] tokens = Numbers.below(layer.inputWidth(), subject.steps() * lengths.length, 1);
      for (int row = 0; row < tokens.length; row++) {
        plan.staging(0).tokens().put(row, isValid(row) ? tokens[row] : -1);
      }
    } else {
      double[] x = Numbers.data(subject.steps() * lengths.length * layer.inputWidth(), 1);
      for (int i = 0; i < x.length; i++) {
        float value = isValid(i / layer.inputWidth()) ? (float) x[i] : Float.NaN;
        plan.staging(0).features().put(i, value);
      }
    }
  }

  private void write(String name, double value) {
    Buffer buffer = buffers.get(name);
    if (buffer != null) {
      double[] values = new double[(int) buffer.count()];
      Arrays.fill(values, value);
      plan.write(buffer, values);
    }
  }

  private void give(String name, int stream) {
    Buffer buffer = buffers.get(name);
    if (buffer == null) {
      return;
    }
    double[] values = Numbers.data((int) buffer.count(), stream);
    boolean padded = name.equals("dy") && layer.outputPerStep();
    for (int i = 0; padded && i < values.length; i++) {
      values[i] = isValid(i / layer.outputWidth()) ? values[i] : Double.NaN;
    }
    plan.write(buffer, values);
  }

  /** Whether row t * N + n stands before the length of sequence n. */
  private boolean isValid(int row) {
    return row / lengths.length < lengths[row % lengths.length];
  }

  private void take(Parameters parameters, Session session) {
    takeRows("y", layer.outputPerStep(), layer.outputWidth());
    takeRows("dx", true, layer.inputWidth());
    for (String name : List.of("hT", "cT", "dh0", "dc0")) {
      if (buffers.containsKey(name)) {
        double[] values = plan.read(buffers.get(name));
        add(Tensor.of(name, values, values.length / lengths.length, lengths.length));
      }
    }
    if (session != null) {
      add(Tensor.of("session", session.read(), session.read().length));
    }
    takeOutput();
    if (mode.hasBackward()) {
      takeGradients(parameters);
    }
  }

  private void takeOutput() {
    float[] output = new float[(int) buffers.get("y").count()];
    plan.output(output);
    double[] wide = new double[output.length];
    for (int i = 0; i < output.length; i++) {
      wide[i] = output[i];
    }
    add(Tensor.of("output", wide, wide.length / layer.outputWidth(), layer.outputWidth()));
  }

  /** Valid rows under the name, the others as padding, which must be zero. */
  private void takeRows(String name, boolean perStep, int width) {
    if (!buffers.containsKey(name)) {
      return;
    }
    double[] values = plan.read(buffers.get(name));
    int steps = perStep ? subject.steps() : 1;
    if (!perStep) {
      add(Tensor.of(name, values, lengths.length, width));
      return;
    }
    double[] valid = values.clone();
    double[] padding = values.clone();
    for (int i = 0; i < values.length; i++) {
      (isValid(i / width) ? padding : valid)[i] = 0;
    }
    add(Tensor.of(name, valid, steps, lengths.length, width));
    add(Tensor.of(name + " padding", padding, steps, lengths.length, width));
  }

  private void takeGradients(Parameters parameters) {
    addTensors(results, "d/", parameters, Parameters.Block.GRADIENTS);
  }

  /** A tensor for each of a block's. */
  static void addTensors(
      Map<String, Tensor> results, String prefix, Parameters from, Parameters.Block block) {
    double[] values = from.read(block);
    for (ParameterLayout.Tensor tensor : from.layout().tensors()) {
      int at = (int) tensor.offset();
      double[] part = Arrays.copyOfRange(values, at, at + tensor.size());
      String name = prefix + tensor.name();
      results.put(name, new Tensor(name, tensor.shape(), part));
    }
  }

  private void add(Tensor tensor) {
    results.put(tensor.name(), tensor);
  }
}
