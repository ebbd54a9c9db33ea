package io.carousel.gpu;

import io.carousel.bindings.HostMemory;
import io.carousel.bindings.cuda.CudnnRnn;
import io.carousel.bindings.cuda.WeightPart;
import io.carousel.model.LayerInstance;
import io.carousel.model.ParameterLayout.Tensor;
import io.carousel.model.RecurrentLayout;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.Buffer;
import io.carousel.spi.Parameters.Block;
import io.carousel.spi.Region;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The way between a layer's tensors and cuDNN's weight space, whose places are asked and never
 * assumed. Gates stand in the same order on both sides: i f g o, r z n.
 *
 * <pre>
 *   W [G*H, I]  rows of gate k  -&gt;  matrix k          b [G*H]  gate k  -&gt;  bias k
 *   R [G*H, H]  rows of gate k  -&gt;  matrix G + k      rb [H]           -&gt;  bias G + 2 (GRU)
 * </pre>
 *
 * <p>cuDNN has a second bias for every gate; but for the GRU's candidate it adds up with the first.
 * It stays zero and its gradient is left where it is: neither clip nor update sees it.
 */
final class GpuRnnWeights {
  /** Long parts are cut, so that all multiprocessors have something to copy. */
  private static final int PIECE = 8192;

  private static final int NUMBERS_PER_PIECE = 3;
  private static final int THREADS = 256;

  private final GpuMemory memory;
  private final LayerInstance layer;
  private final RecurrentSpec spec;
  private final long flatOffset; // of the layer's first element in the flat block
  private final long bytes;
  private final Buffer space;
  private final Buffer gradient;
  private final Buffer table;
  private int pieces;

  /** Room for the weight spaces of a layer, as the hungriest algorithm wants them. */
  GpuRnnWeights(GpuMemory memory, LayerInstance layer, RecurrentSpec spec, GpuRnnChoice choice) {
    this.memory = memory;
    this.layer = layer;
    this.spec = spec;
    this.flatOffset = layerTensors().mapToLong(Tensor::offset).min().orElseThrow();
    bytes = choice.most(CudnnRnn::weightBytes);
    space = memory.bytes(Region.ACTIVATIONS, bytes);
    gradient = memory.mode.hasBackward() ? memory.bytes(Region.GRADIENTS, bytes) : null;
    table = memory.buffer(Region.ACTIVATIONS, pieces(choice.rnn()).size());
  }

  long address() {
    return memory.address(space);
  }

  long gradientAddress() {
    return memory.address(gradient);
  }

  /** For the algorithm that was chosen; packs from now on. */
  void bind(CudnnRnn rnn) {
    writeTable(rnn);
    memory.pack(packing(first(Block.WEIGHTS)));
  }

  /** Tells kernels where an algorithm wants the weights. */
  void writeTable(CudnnRnn rnn) {
    List<Integer> numbers = pieces(rnn);
    pieces = numbers.size() / NUMBERS_PER_PIECE;
    long bytes = (long) numbers.size() * Integer.BYTES;
    try (HostMemory host = HostMemory.allocate(bytes)) {
      IntBuffer view = host.asIntBuffer(0, numbers.size());
      numbers.forEach(view::put);
      memory.backend.queue().copyNow(host.address(), memory.address(table), bytes);
    }
  }

  /** Copies from the flat block, where the layer starts at this address, to the weight space. */
  GpuTask packing(long flat) {
    return kernel("packWeights").pointer(flat).pointer(address()).on(pieces, THREADS);
  }

  /** Adds cuDNN's gradients to a flat block, where the layer starts at this address. */
  GpuTask unpacking(long flat) {
    return kernel("unpackGradients").pointer(gradientAddress()).pointer(flat).on(pieces, THREADS);
  }

  /** Zeroes both spaces. */
  void clear() {
    memory.zero(address(), bytes).run();
    if (gradient != null) {
      memory.zero(gradientAddress(), bytes).run();
    }
  }

  /** Where the layer starts in a block of the parameters. */
  private long first(Block block) {
    return memory.parameters.address(block) + flatOffset * Float.BYTES;
  }

  /** From the layer's first element to its last, how many there are in the flat block. */
  long flatElements() {
    return layerTensors().mapToLong(t -> t.offset() + t.size()).max().orElseThrow() - flatOffset;
  }

  private Stream<Tensor> layerTensors() {
    return memory.parameters.layout().tensors().stream()
        .filter(t -> t.name().startsWith(layer.name() + "."));
  }

  /** Zeroes cuDNN's gradients, which it only adds to. */
  GpuTask zeroGradients(CudnnRnn rnn) {
    return memory.zero(gradientAddress(), rnn.weightBytes());
  }

  /** Adds cuDNN's gradients to the sums. */
  GpuTask addGradients() {
    return unpacking(first(Block.GRADIENTS));
  }

  private GpuLaunch kernel(String name) {
    return memory
        .kernel(name)
        .integer(memory.arithmetic.code())
        .integer(pieces)
        .pointer(memory.address(table));
  }

  /** Triples: place in the flat block from the layer's first on, in the weight space, count. */
  private List<Integer> pieces(CudnnRnn rnn) {
    List<Integer> numbers = new ArrayList<>();
    int gates = spec.cell().gates().size();
    for (int d = 0; d < spec.direction().count(); d++) {
      for (int gate = 0; gate < gates; gate++) {
        add(numbers, tensor(d, RecurrentLayout.INPUT_WEIGHTS), gate, rnn.matrix(d, gate));
        add(
            numbers,
            tensor(d, RecurrentLayout.RECURRENT_WEIGHTS),
            gate,
            rnn.matrix(d, gates + gate));
        add(numbers, tensor(d, RecurrentLayout.BIAS), gate, rnn.bias(d, gate));
      }
      if (spec.cell().hasRecurrentBias()) {
        WeightPart last = rnn.bias(d, 2 * gates - 1);
        add(numbers, tensor(d, RecurrentLayout.RECURRENT_BIAS), 0, last);
      }
    }
    return numbers;
  }

  private Tensor tensor(int direction, String name) {
    return memory.parameters.layout().tensor(RecurrentLayout.tensorName(layer, direction, name));
  }

  /** The rows of one gate, in pieces. */
  private void add(List<Integer> numbers, Tensor tensor, int gate, WeightPart part) {
    int count = spec.hiddenSize() * tensor.columns();
    if (part == null || part.rows() * part.columns() != count) {
      throw new IllegalStateException(
          "cuDNN must have "
              + count
              + " weights for a gate of "
              + tensor.name()
              + ", part="
              + part);
    }
    int from = (int) (tensor.offset() - flatOffset) + gate * count;
    int to = (int) (part.offsetBytes() / memory.arithmetic.type().bytes());
    for (int done = 0; done < count; done += PIECE) {
      numbers.add(from + done);
      numbers.add(to + done);
      numbers.add(Math.min(PIECE, count - done));
    }
  }
}
