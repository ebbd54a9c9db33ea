package io.carousel.cpu;

import io.carousel.bindings.Argument;
import io.carousel.bindings.Arguments;
import io.carousel.bindings.Attributes;
import io.carousel.bindings.DataType;
import io.carousel.bindings.Descriptors;
import io.carousel.bindings.FormatTag;
import io.carousel.bindings.Memory;
import io.carousel.bindings.MemoryDescriptor;
import io.carousel.bindings.Primitive;
import io.carousel.bindings.PrimitiveDescriptor;
import io.carousel.bindings.Propagation;
import io.carousel.bindings.Rnn;
import io.carousel.bindings.RnnDirection;
import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentLayout;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Region;
import io.carousel.spi.StatePorts;
import java.util.ArrayList;
import java.util.List;

/**
 * One direction of a recurrent layer on oneDNN's RNN primitive, every sequence of full length. A
 * layer of two directions gives each a y and dx of its own, which the layer puts together.
 */
final class CpuOneDnnDirection implements AutoCloseable {
  private final CpuMemory memory;
  private final CpuBackend backend;
  private final LayerInstance layer;
  private final LayerPorts ports;
  private final CpuOneDnnCell cell;
  private final RnnDirection way;
  private final int direction;
  private final int hidden;
  private final boolean lstm;
  private final CpuOneDnnWeights input;
  private final CpuOneDnnWeights recurrent;
  private final Buffer bias;
  private final Buffer dBias;
  private final Buffer y;
  private final Buffer dy;
  private final Buffer dx;
  private final List<AutoCloseable> owned = new ArrayList<>();
  private final PrimitiveDescriptor forwardDescriptor;
  private final Buffer[] forwardWeights;
  private final Buffer[] backwardWeights;
  private final Buffer workspace;
  private final Buffer scratchpad;
  private PrimitiveDescriptor backwardDescriptor;
  private Primitive forward;
  private Primitive backward;
  private Arguments forwardArguments;
  private Arguments backwardArguments;
  private CpuTensors biasTensor;
  private CpuTensors recurrentBiasTensor;
  private long packedVersion = -1;

  CpuOneDnnDirection(
      CpuBackend backend,
      CpuMemory memory,
      LayerInstance layer,
      RecurrentSpec spec,
      LayerPorts ports,
      int direction) {
    this.memory = memory;
    this.backend = backend;
    this.layer = layer;
    this.ports = ports;
    this.direction = direction;
    cell = CpuOneDnnCell.of(spec.cell());
    hidden = spec.hiddenSize();
    lstm = spec.cell().hasCellState();
    way =
        spec.direction().readsBackward(direction)
            ? RnnDirection.RIGHT_TO_LEFT
            : RnnDirection.LEFT_TO_RIGHT;
    boolean training = memory.mode.hasBackward();
    boolean split = spec.direction().count() > 1;
    long rows = (long) memory.shape.steps() * memory.shape.sequences();
    input = new CpuOneDnnWeights(memory, backend, cell, hidden, layer.inputWidth());
    recurrent = new CpuOneDnnWeights(memory, backend, cell, hidden, hidden);
    long biasSize = (long) cell.biasGates() * hidden;
    bias = cell.ordered() ? null : memory.buffer(Region.ACTIVATIONS, biasSize);
    dBias = training ? memory.buffer(Region.GRADIENTS, biasSize) : null;
    y = split ? memory.buffer(Region.ACTIVATIONS, rows * hidden) : ports.y();
    dy = !training ? null : split ? memory.buffer(Region.GRADIENTS, rows * hidden) : ports.dy();
    boolean ownDx = training && (split || ports.dx() == null);
    dx = ownDx ? memory.buffer(Region.GRADIENTS, rows * layer.inputWidth()) : ports.dx();
    forwardDescriptor = describeForward(training);
    backwardDescriptor = training ? describeBackward() : null;
    forwardWeights = packedFor(forwardDescriptor);
    backwardWeights = training ? packedFor(backwardDescriptor) : null;
    workspace = bytes(forwardDescriptor.workspaceBytes());
    scratchpad = bytes(scratchpadBytes());
  }

  private long scratchpadBytes() {
    long backwardBytes = backwardDescriptor == null ? 0 : backwardDescriptor.scratchpadBytes();
    return Math.max(forwardDescriptor.scratchpadBytes(), backwardBytes);
  }

  private Buffer bytes(long bytes) {
    return memory.buffer(Region.ACTIVATIONS, (bytes + Float.BYTES - 1) / Float.BYTES);
  }

  private Buffer[] packedFor(PrimitiveDescriptor descriptor) {
    return new Buffer[] {
      input.pack(descriptor, Argument.WEIGHTS_LAYER),
      recurrent.pack(descriptor, Argument.WEIGHTS_ITER)
    };
  }

  private String shapeText(String what) {
    return layer.spec().label()
        + "_"
        + what
        + " T="
        + memory.shape.steps()
        + " N="
        + memory.shape.sequences()
        + " I="
        + layer.inputWidth()
        + " H="
        + hidden
        + " f32";
  }

  private PrimitiveDescriptor describeForward(boolean training) {
    try (Descriptors descriptors = forwardDescriptors();
        Attributes attributes = Attributes.deterministic()) {
      PrimitiveDescriptor descriptor =
          Rnn.forward(
              backend.engine(),
              cell.cell(),
              training ? Propagation.FORWARD_TRAINING : Propagation.FORWARD_INFERENCE,
              way,
              descriptors,
              attributes,
              shapeText("forward"));
      owned.add(descriptor);
      return descriptor;
    }
  }

  private PrimitiveDescriptor describeBackward() {
    try (Descriptors descriptors = backwardDescriptors();
        Attributes attributes = Attributes.deterministic()) {
      PrimitiveDescriptor descriptor =
          Rnn.backward(
              backend.engine(),
              cell.cell(),
              way,
              descriptors,
              forwardDescriptor,
              true,
              attributes,
              shapeText("backward"));
      owned.add(descriptor);
      return descriptor;
    }
  }

  private Descriptors forwardDescriptors() {
    Descriptors all =
        new Descriptors()
            .with(Argument.SRC_LAYER, sequenceLayout(layer.inputWidth()))
            .with(Argument.SRC_ITER, stateLayout())
            .with(Argument.WEIGHTS_LAYER, input.any())
            .with(Argument.WEIGHTS_ITER, recurrent.any())
            .with(Argument.BIAS, biasLayout())
            .with(Argument.DST_LAYER, sequenceLayout(hidden))
            .with(Argument.DST_ITER, stateLayout());
    if (lstm) {
      all.with(Argument.SRC_ITER_C, stateLayout()).with(Argument.DST_ITER_C, stateLayout());
    }
    return all;
  }

  private Descriptors backwardDescriptors() {
    Descriptors all =
        forwardDescriptors()
            .with(Argument.DIFF_SRC_LAYER, sequenceLayout(layer.inputWidth()))
            .with(Argument.DIFF_SRC_ITER, stateLayout())
            .with(Argument.DIFF_WEIGHTS_LAYER, input.gradientLayout())
            .with(Argument.DIFF_WEIGHTS_ITER, recurrent.gradientLayout())
            .with(Argument.DIFF_BIAS, biasLayout())
            .with(Argument.DIFF_DST_LAYER, sequenceLayout(hidden))
            .with(Argument.DIFF_DST_ITER, stateLayout());
    if (lstm) {
      all.with(Argument.DIFF_SRC_ITER_C, stateLayout())
          .with(Argument.DIFF_DST_ITER_C, stateLayout());
    }
    return all;
  }

  private MemoryDescriptor sequenceLayout(int width) {
    return MemoryDescriptor.of(
        DataType.F32, FormatTag.TNC, memory.shape.steps(), memory.shape.sequences(), width);
  }

  private MemoryDescriptor stateLayout() {
    return MemoryDescriptor.of(
        DataType.F32, FormatTag.LDNC, 1, 1, memory.shape.sequences(), hidden);
  }

  private MemoryDescriptor biasLayout() {
    return MemoryDescriptor.of(DataType.F32, FormatTag.LDGO, 1, 1, cell.biasGates(), hidden);
  }

  void bind() {
    biasTensor = CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.BIAS);
    boolean gru = !cell.ordered();
    recurrentBiasTensor =
        gru
            ? CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.RECURRENT_BIAS)
            : null;
    input.bind(CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.INPUT_WEIGHTS));
    recurrent.bind(
        CpuTensors.of(memory.parameters, layer, direction, RecurrentLayout.RECURRENT_WEIGHTS));
    forward = keep(Primitive.of(forwardDescriptor));
    forwardArguments = keep(forwardArguments(forwardDescriptor, forwardWeights).build());
    if (backwardDescriptor != null) {
      backward = keep(Primitive.of(backwardDescriptor));
      backwardArguments = keep(backwardArguments().build());
    }
  }

  private Arguments.Builder forwardArguments(PrimitiveDescriptor descriptor, Buffer[] weights) {
    StatePorts state = ports.state();
    Arguments.Builder all = Arguments.builder();
    add(all, descriptor, Argument.SRC_LAYER, memory.address(ports.x()));
    add(all, descriptor, Argument.SRC_ITER, state(state.h0()));
    add(all, descriptor, Argument.WEIGHTS_LAYER, memory.address(weights[0]));
    add(all, descriptor, Argument.WEIGHTS_ITER, memory.address(weights[1]));
    add(
        all,
        descriptor,
        Argument.BIAS,
        cell.ordered() ? biasTensor.weights() : memory.address(bias));
    add(all, descriptor, Argument.DST_LAYER, memory.address(y));
    add(all, descriptor, Argument.DST_ITER, state(state.hT()));
    if (lstm) {
      add(all, descriptor, Argument.SRC_ITER_C, state(state.c0()));
      add(all, descriptor, Argument.DST_ITER_C, state(state.cT()));
    }
    add(all, descriptor, Argument.WORKSPACE, memory.address(workspace));
    add(all, descriptor, Argument.SCRATCHPAD, memory.address(scratchpad));
    return all;
  }

  private Arguments.Builder backwardArguments() {
    StatePorts state = ports.state();
    PrimitiveDescriptor d = backwardDescriptor;
    Arguments.Builder all = forwardArguments(d, backwardWeights);
    add(all, d, Argument.DIFF_SRC_LAYER, memory.address(dx));
    add(all, d, Argument.DIFF_SRC_ITER, state(state.dh0()));
    add(all, d, Argument.DIFF_WEIGHTS_LAYER, memory.address(input.gradient()));
    add(all, d, Argument.DIFF_WEIGHTS_ITER, memory.address(recurrent.gradient()));
    add(all, d, Argument.DIFF_BIAS, memory.address(dBias));
    add(all, d, Argument.DIFF_DST_LAYER, memory.address(dy));
    add(all, d, Argument.DIFF_DST_ITER, state(state.dhT()));
    if (lstm) {
      add(all, d, Argument.DIFF_SRC_ITER_C, state(state.dc0()));
      add(all, d, Argument.DIFF_DST_ITER_C, state(state.dcT()));
    }
    return all;
  }

  /** Arguments that a primitive does not take (no workspace in inference) are left out. */
  private void add(
      Arguments.Builder all, PrimitiveDescriptor descriptor, Argument argument, long address) {
    if (descriptor.bytes(argument) > 0) {
      try (MemoryDescriptor layout = descriptor.memory(argument)) {
        all.with(argument, keep(Memory.at(backend.engine(), layout, address)));
      }
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    owned.add(resource);
    return resource;
  }

  /** Where this direction's output stands: the layer's own, or a half of its own. */
  long output() {
    return memory.address(y);
  }

  long outputGradient() {
    return memory.address(dy);
  }

  long inputGradient() {
    return memory.address(dx);
  }

  void runForward() {
    long version = memory.parameters.version();
    if (version != packedVersion) {
      refresh();
      packedVersion = version;
    }
    forward.execute(backend.stream(), forwardArguments);
  }

  private void refresh() {
    input.refresh();
    recurrent.refresh();
    if (!cell.ordered()) {
      long row = (long) hidden * Float.BYTES;
      for (int g = 0; g < cell.gates().size(); g++) {
        CpuKernels.copy(
            row, biasTensor.weights() + cell.gates().get(g) * row, memory.address(bias) + g * row);
      }
      CpuKernels.copy(
          row, recurrentBiasTensor.weights(), memory.address(bias) + cell.gates().size() * row);
    }
  }

  void runBackward() {
    backward.execute(backend.stream(), backwardArguments);
    input.addGradient();
    recurrent.addGradient();
    long row = (long) hidden * Float.BYTES;
    for (int g = 0; g < cell.gates().size(); g++) {
      CpuKernels.add(
          hidden,
          memory.address(dBias) + g * row,
          biasTensor.gradient() + cell.gates().get(g) * row);
    }
    if (recurrentBiasTensor != null) {
      CpuKernels.add(
          hidden,
          memory.address(dBias) + cell.gates().size() * row,
          recurrentBiasTensor.gradient());
    }
  }

  /** This direction's part of a carried state [D, N, H]. */
  private long state(Buffer buffer) {
    long part = (long) direction * memory.shape.sequences() * hidden * Float.BYTES;
    return memory.address(buffer) + part;
  }

  /** The implementations by oneDNN's names, and the layouts it chose for W and R. */
  String explain() {
    String text = explain("forward", forwardDescriptor);
    if (backwardDescriptor != null) {
      text += "; " + explain("backward", backwardDescriptor);
    }
    boolean plain = forwardDescriptor.implementation().startsWith("ref");
    return text
        + (plain ? "; ref is oneDNN's name for its float32 path: sgemm and compiled gates" : "")
        + "; same bits for the same number of threads";
  }

  private static String explain(String what, PrimitiveDescriptor descriptor) {
    try (MemoryDescriptor w = descriptor.memory(Argument.WEIGHTS_LAYER);
        MemoryDescriptor r = descriptor.memory(Argument.WEIGHTS_ITER)) {
      return what
          + " "
          + descriptor.implementation()
          + " (W "
          + w.describe()
          + ", R "
          + r.describe()
          + ")";
    }
  }

  @Override
  public void close() {
    CpuResources.closeAll(owned);
    input.close();
    recurrent.close();
  }
}
