package io.carousel.cpu;

import io.carousel.bindings.Argument;
import io.carousel.bindings.Arguments;
import io.carousel.bindings.Attributes;
import io.carousel.bindings.DataType;
import io.carousel.bindings.FormatTag;
import io.carousel.bindings.Memory;
import io.carousel.bindings.MemoryDescriptor;
import io.carousel.bindings.Primitive;
import io.carousel.bindings.PrimitiveDescriptor;
import io.carousel.bindings.Reorder;
import io.carousel.spi.Buffer;
import io.carousel.spi.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * One matrix of a recurrent layer, [G*H, columns] in our parameters, as oneDNN wants it: a copy
 * with its gates in oneDNN's order where they are not, then a repacked copy for each primitive; and
 * the way back for the gradient, which comes as [columns, G*H].
 */
final class CpuOneDnnWeights implements AutoCloseable {
  private final CpuMemory memory;
  private final CpuBackend backend;
  private final CpuOneDnnCell cell;
  private final int hidden;
  private final int columns;
  private final Buffer ordered;
  private final Buffer gradient;
  private final List<Packing> packings = new ArrayList<>();
  private final List<AutoCloseable> owned = new ArrayList<>();
  private CpuTensors tensor;

  /**
   * A copy in a layout of oneDNN's choice, the copying primitive, and what that writes to beside.
   */
  private record Packing(
      Buffer buffer,
      MemoryDescriptor layout,
      Primitive copy,
      Buffer scratchpad,
      MemoryDescriptor scratchpadLayout) {}

  private record BoundPacking(Primitive copy, Arguments arguments) {}

  private final List<BoundPacking> bound = new ArrayList<>();

  CpuOneDnnWeights(
      CpuMemory memory, CpuBackend backend, CpuOneDnnCell cell, int hidden, int columns) {
    this.memory = memory;
    this.backend = backend;
    this.cell = cell;
    this.hidden = hidden;
    this.columns = columns;
    long elements = (long) cell.gates().size() * hidden * columns;
    ordered = cell.ordered() ? null : memory.buffer(Region.ACTIVATIONS, elements);
    gradient = memory.mode.hasBackward() ? memory.buffer(Region.GRADIENTS, elements) : null;
  }

  /** Oncoming: what a primitive wants to be asked with. */
  MemoryDescriptor any() {
    return MemoryDescriptor.any(DataType.F32, 1, 1, columns, cell.gates().size(), hidden);
  }

  /** The layout in which the gradient comes: [columns, G*H]. */
  MemoryDescriptor gradientLayout() {
    return MemoryDescriptor.of(
        DataType.F32, FormatTag.LDIGO, 1, 1, columns, cell.gates().size(), hidden);
  }

  /** Plans a repacked copy for a primitive; the buffer to give it. */
  Buffer pack(PrimitiveDescriptor primitive, Argument argument) {
    MemoryDescriptor layout = primitive.memory(argument);
    owned.add(layout);
    Buffer buffer = bytes(layout);
    try (MemoryDescriptor ours = ours();
        Attributes attributes = Attributes.create();
        PrimitiveDescriptor reorder =
            Reorder.of(backend.engine(), ours, layout, attributes, "reorder of " + argument)) {
      Primitive copy = Primitive.of(reorder);
      owned.add(copy);
      // Empty on processors with AVX2; before them oneDNN transposes on the way.
      MemoryDescriptor scratchpadLayout = keep(reorder.memory(Argument.SCRATCHPAD));
      packings.add(new Packing(buffer, layout, copy, bytes(scratchpadLayout), scratchpadLayout));
    }
    return buffer;
  }

  private Buffer bytes(MemoryDescriptor layout) {
    return memory.buffer(Region.ACTIVATIONS, (layout.bytes() + Float.BYTES - 1) / Float.BYTES);
  }

  private MemoryDescriptor ours() {
    return MemoryDescriptor.of(
        DataType.F32, FormatTag.LDGOI, 1, 1, columns, cell.gates().size(), hidden);
  }

  /** Where the gradient comes. */
  Buffer gradient() {
    return gradient;
  }

  void bind(CpuTensors parameters) {
    tensor = parameters;
    try (MemoryDescriptor ours = ours()) {
      long source = cell.ordered() ? tensor.weights() : memory.address(ordered);
      Memory from = keep(Memory.at(backend.engine(), ours, source));
      for (Packing packing : packings) {
        Arguments.Builder arguments =
            Arguments.builder()
                .with(Argument.FROM, from)
                .with(Argument.TO, at(packing.layout(), packing.buffer()));
        if (packing.scratchpadLayout().bytes() > 0) {
          arguments.with(Argument.SCRATCHPAD, at(packing.scratchpadLayout(), packing.scratchpad()));
        }
        bound.add(new BoundPacking(packing.copy(), keep(arguments.build())));
      }
    }
  }

  private Memory at(MemoryDescriptor layout, Buffer buffer) {
    return keep(Memory.at(backend.engine(), layout, memory.address(buffer)));
  }

  private <T extends AutoCloseable> T keep(T resource) {
    owned.add(resource);
    return resource;
  }

  /** Copies the weights of now. */
  void refresh() {
    if (!cell.ordered()) {
      long block = (long) hidden * columns * Float.BYTES;
      for (int g = 0; g < cell.gates().size(); g++) {
        CpuKernels.copy(
            block,
            tensor.weights() + cell.gates().get(g) * block,
            memory.address(ordered) + g * block);
      }
    }
    for (int i = 0; i < bound.size(); i++) {
      bound.get(i).copy().execute(backend.stream(), bound.get(i).arguments());
    }
  }

  /** Adds the gradient to our sums, transposed and with the gates in our order. */
  void addGradient() {
    int gates = cell.gates().size();
    for (int g = 0; g < gates; g++) {
      CpuKernels.transposeAdd(
          hidden,
          columns,
          memory.address(gradient) + (long) g * hidden * Float.BYTES,
          gates * hidden,
          tensor.gradient() + (long) cell.gates().get(g) * hidden * columns * Float.BYTES,
          columns);
    }
  }

  @Override
  public void close() {
    CpuResources.closeAll(owned);
  }
}
