package io.carousel.gpu;

import io.carousel.bindings.cuda.CudnnRnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.bindings.cuda.RnnCell;
import io.carousel.internal.Require;
import io.carousel.model.Cell;
import io.carousel.model.Direction;
import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.Buffer;
import io.carousel.spi.LayerPorts;
import io.carousel.spi.Region;
import io.carousel.spi.StatePorts;
import java.util.ArrayList;
import java.util.List;

/**
 * One recurrent layer by cuDNN, all steps in one call. An empty sequence runs as one step of zeros,
 * since cuDNN wants lengths of at least 1, and its results are replaced.
 */
final class GpuRecurrent extends GpuLayer {
  /** cuDNN 9.19 refuses 65,536 and more. */
  private static final int MOST_STEPS = 65_535;

  private final RecurrentSpec spec;
  private final boolean ragged;
  private final GpuRnnChoice choice;
  private final GpuRnnWeights weights;
  private final Buffer work;
  private final Buffer reserve;
  private final GpuRnnRows x;
  private final GpuRnnRows y;
  private final GpuRnnStates first;
  private final GpuRnnStates last;
  private GpuRnnRows dy;
  private GpuRnnRows dx;
  private GpuRnnStates dFirst;
  private GpuRnnStates dLast;
  private GpuRnnStates dLastMasked;

  GpuRecurrent(GpuMemory memory, LayerInstance layer, RecurrentSpec spec, LayerPorts ports) {
    super(memory);
    Require.that(
        memory.shape.steps() <= MOST_STEPS,
        "a batch with recurrent layers must have at most "
            + MOST_STEPS
            + " time steps on backend gpu, as cuDNN has, steps="
            + memory.shape.steps()
            + "; cut sequences into chunks, or use backend cpu");
    this.spec = spec;
    ragged = memory.shape.ragged();
    choice =
        memory.own(
            new GpuRnnChoice(
                memory.backend, shape(memory, layer, spec), memory.shape.precision(), ragged));
    weights = new GpuRnnWeights(memory, layer, spec, choice);
    work = memory.bytes(Region.ACTIVATIONS, choice.most(CudnnRnn::workBytes));
    reserve = memory.bytes(Region.ACTIVATIONS, choice.most(CudnnRnn::reserveBytes));
    x = rows(Region.ACTIVATIONS, ports.x(), layer.inputWidth());
    y = rows(Region.ACTIVATIONS, ports.y(), layer.outputWidth());
    StatePorts state = ports.state();
    first = new GpuRnnStates(memory, spec, state.h0(), state.c0());
    last = new GpuRnnStates(memory, spec, state.hT(), state.cT());
    if (memory.mode.hasBackward()) {
      dy = rows(Region.GRADIENTS, ports.dy(), layer.outputWidth());
      dx = rows(Region.GRADIENTS, ports.dx(), layer.inputWidth());
      dFirst = new GpuRnnStates(memory, spec, state.dh0(), state.dc0());
      dLast = new GpuRnnStates(memory, spec, state.dhT(), state.dcT());
      dLastMasked = ragged ? maskedCopy(state) : dLast;
    }
  }

  private GpuRnnRows rows(Region region, Buffer port, int width) {
    return new GpuRnnRows(memory, region, spec.direction(), port, width);
  }

  private GpuRnnStates maskedCopy(StatePorts state) {
    Buffer h = memory.buffer(Region.CARRIED, state.dhT().count());
    Buffer c = state.dcT() == null ? null : memory.buffer(Region.CARRIED, state.dcT().count());
    return new GpuRnnStates(memory, spec, h, c);
  }

  private static CudnnRnnShape shape(GpuMemory memory, LayerInstance layer, RecurrentSpec spec) {
    return new CudnnRnnShape(
        cell(spec.cell()),
        spec.direction() == Direction.BIDIRECTIONAL,
        true,
        layer.inputWidth(),
        spec.hiddenSize(),
        memory.shape.steps(),
        memory.shape.sequences(),
        memory.arithmetic.type(),
        memory.arithmetic.math(),
        RnnAlgorithm.STANDARD,
        memory.mode.hasBackward());
  }

  private static RnnCell cell(Cell cell) {
    return switch (cell) {
      case LSTM -> RnnCell.LSTM;
      case GRU -> RnnCell.GRU;
      case RNN_TANH -> RnnCell.RNN_TANH;
      case RNN_RELU -> RnnCell.RNN_RELU;
    };
  }

  /** Chooses the algorithm on the plan's own memory. */
  @Override
  void prepare() {
    choice.settle(
        rnn -> {
          bind(rnn);
          runOnce(rnn);
          memory.backend.queue().stream().synchronize();
        },
        () -> new GpuRnnTrial(memory, new Trial()));
    bind(choice.rnn());
    weights.bind(choice.rnn());
  }

  private void bind(CudnnRnn rnn) {
    boolean backward = memory.mode.hasBackward();
    boolean stateful = memory.shape.stateful();
    rnn.bind(
        x.address(),
        stateful ? first.h() : 0,
        stateful ? first.c() : 0,
        weights.address(),
        y.address(),
        last.h(),
        last.c(),
        memory.address(work),
        memory.address(reserve),
        backward ? dy.address() : 0,
        backward ? dLastMasked.h() : 0,
        backward ? dLastMasked.c() : 0,
        backward ? dx.address() : 0,
        backward ? dFirst.h() : 0,
        backward ? dFirst.c() : 0,
        weights.gradientAddress());
  }

  /** What is filled with random numbers, run and compared while an algorithm is chosen. */
  private final class Trial implements GpuRnnTrial.Layer {
    @Override
    public List<GpuSpan> inputs() {
      List<GpuSpan> spans = new ArrayList<>(List.of(x.span()));
      if (memory.shape.stateful()) {
        spans.addAll(first.spans());
      }
      return spans;
    }

    @Override
    public List<GpuSpan> gradients() {
      List<GpuSpan> spans = new ArrayList<>();
      if (memory.mode.hasBackward()) {
        spans.add(dy.span());
        spans.addAll(dLast.spans());
      }
      return spans;
    }

    @Override
    public List<GpuSpan> results() {
      List<GpuSpan> spans = new ArrayList<>(List.of(y.span()));
      spans.addAll(last.spans());
      if (memory.mode.hasBackward()) {
        spans.add(dx.span());
        spans.addAll(dFirst.spans());
      }
      return spans;
    }

    @Override
    public GpuRnnWeights weights() {
      return weights;
    }

    @Override
    public int hiddenSize() {
      return spec.hiddenSize();
    }

    @Override
    public void bind(CudnnRnn rnn) {
      GpuRecurrent.this.bind(rnn);
    }

    @Override
    public void run(CudnnRnn rnn) {
      runOnce(rnn);
    }
  }

  private void runOnce(CudnnRnn rnn) {
    rnn.forward();
    if (memory.mode.hasBackward()) {
      rnn.backwardData();
      rnn.backwardWeights();
    }
  }

  @Override
  void bindForward(GpuWork work) {
    x.load(work);
    if (memory.shape.stateful()) {
      first.load(work);
    }
    work.add(call(this::forwardRnn));
    y.store(work);
    last.store(work);
    last.keep(work, first);
  }

  private void forwardRnn() {
    if (ragged) {
      choice.rnn().lengths(memory.lengthsOfOneOrMore);
    }
    choice.rnn().forward();
  }

  @Override
  void bindBackward(GpuWork work) {
    CudnnRnn rnn = choice.rnn();
    dy.load(work);
    if (ragged) {
      dLastMasked.mask(work, dLast);
    }
    dLastMasked.load(work);
    work.add(call(rnn::backwardData));
    work.add(weights.zeroGradients(rnn));
    work.add(call(rnn::backwardWeights));
    dx.store(work);
    dFirst.store(work);
    dFirst.keep(work, dLast);
    work.add(weights.addGradients());
  }

  /** A graph would freeze the lengths of the run it was captured in. */
  private GpuTask call(Runnable call) {
    boolean capturable = !ragged;
    return new GpuTask() {
      @Override
      public void run() {
        call.run();
      }

      @Override
      public boolean capturable() {
        return capturable;
      }
    };
  }

  @Override
  public String explain() {
    return "cuDNN "
        + memory.backend.device().cudnnVersion()
        + " "
        + choice.explain()
        + ", "
        + memory.arithmetic.label()
        + (spec.direction() == Direction.BACKWARD ? ", rows turned round for it" : "")
        + "; one call per layer, since cuDNN's own dropout has other masks"
        + (ragged ? "; lengths differ, so the graph is cut here" : "; in the graph of the step");
  }
}
