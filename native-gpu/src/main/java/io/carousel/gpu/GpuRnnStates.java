package io.carousel.gpu;

import io.carousel.model.RecurrentSpec;
import io.carousel.spi.Buffer;
import io.carousel.spi.Region;
import java.util.List;

/** h and c of a layer, each [D, N, H], as cuDNN wants them: in the plan's type. */
final class GpuRnnStates {
  private final GpuMemory memory;
  private final RecurrentSpec spec;
  private final Buffer h;
  private final Buffer c;
  private final GpuOperand narrowH;
  private final GpuOperand narrowC;

  /**
   * For a pair of ports.
   *
   * @param c null for cells without a cell state
   */
  GpuRnnStates(GpuMemory memory, RecurrentSpec spec, Buffer h, Buffer c) {
    this.memory = memory;
    this.spec = spec;
    this.h = h;
    this.c = c;
    narrowH = operand();
    narrowC = c == null ? null : operand();
  }

  private GpuOperand operand() {
    return new GpuOperand(
        memory, Region.CARRIED, spec.direction().count(), memory.shape.sequences(), hidden());
  }

  private int hidden() {
    return spec.hiddenSize();
  }

  private long wideH() {
    return memory.address(h);
  }

  private long wideC() {
    return memory.address(c);
  }

  long h() {
    return narrowH.address(wideH());
  }

  long c() {
    return c == null ? 0 : narrowC.address(wideC());
  }

  /** h, and c if there is one. */
  List<GpuSpan> spans() {
    long elements = (long) spec.direction().count() * memory.shape.sequences() * hidden();
    return c == null
        ? List.of(new GpuSpan(h(), elements))
        : List.of(new GpuSpan(h(), elements), new GpuSpan(c(), elements));
  }

  /** Brings the ports' states to where cuDNN reads. */
  void load(GpuWork work) {
    narrowH.narrow(work, wideH(), 0);
    if (c != null) {
      narrowC.narrow(work, wideC(), 0);
    }
  }

  /** Brings what cuDNN has written to the ports. */
  void store(GpuWork work) {
    narrowH.widen(work, wideH(), 0);
    if (c != null) {
      narrowC.widen(work, wideC(), 0);
    }
  }

  /** For empty sequences takes the states of others: what goes in comes out. */
  void keep(GpuWork work, GpuRnnStates from) {
    if (memory.shape.ragged()) {
      work.add(kernel("keepStates", from));
    }
  }

  /** Takes the states of others, but zero for empty sequences. */
  void mask(GpuWork work, GpuRnnStates from) {
    work.add(kernel("maskStates", from));
  }

  private GpuTask kernel(String name, GpuRnnStates from) {
    return memory
        .kernel(name)
        .integer(spec.direction().count())
        .integer(memory.shape.sequences())
        .integer(hidden())
        .pointer(memory.lengthsFor(true))
        .pointer(from.wideH())
        .pointer(wideH())
        .pointer(from.wideC())
        .pointer(wideC())
        .over(h.count());
  }
}
