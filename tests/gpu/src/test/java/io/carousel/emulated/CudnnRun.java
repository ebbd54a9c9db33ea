package io.carousel.emulated;

import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.CudnnRnn;
import io.carousel.bindings.cuda.CudnnRnnShape;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.bindings.cuda.RnnCell;
import io.carousel.bindings.cuda.WeightPart;
import io.carousel.model.ParameterLayout;
import io.carousel.model.RecurrentLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same layer on cuDNN. Everything that a call must write is NaN before it. */
final class CudnnRun {
  private final Rig rig;
  private final RecurrentCase shape;
  private final Map<String, double[]> given;
  final CudnnRnn rnn;
  private final long weights;
  private final long dWeights;
  private final Map<String, Long> results = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  CudnnRun(Rig rig, Cudnn dnn, RecurrentCase shape, RnnAlgorithm algorithm, boolean training) {
    this(rig, dnn, shape, describe(shape, algorithm, training), shape.given());
  }

  /** With numbers of the caller's in place of {@link RecurrentCase#given}. */
  CudnnRun(
      Rig rig,
      Cudnn dnn,
      RecurrentCase shape,
      CudnnRnnShape described,
      Map<String, double[]> given) {
    this.rig = rig;
    this.shape = shape;
    this.given = given;
    this.rnn = rig.keep(CudnnRnn.create(dnn, described));
    byte[] space = new byte[(int) rnn.weightBytes()];
    double[] flat = given.get("weights");
    eachPart((part, offset, count) -> copy(flat, offset, space, part, count));
    weights = rig.upload(space);
    dWeights = rig.memory(space.length);
    bind();
    rnn.lengths(shape.lengthArray());
  }

  static CudnnRnnShape describe(RecurrentCase shape, RnnAlgorithm algorithm, boolean training) {
    return describe(shape, algorithm, MathMode.IEEE, training);
  }

  static CudnnRnnShape describe(
      RecurrentCase shape, RnnAlgorithm algorithm, MathMode math, boolean training) {
    return new CudnnRnnShape(
        shape.cell(),
        shape.bidirectional(),
        true,
        shape.width(),
        shape.hidden(),
        shape.steps(),
        shape.sequences(),
        shape.type(),
        math,
        algorithm,
        training);
  }

  private void bind() {
    int rows = shape.steps() * shape.sequences();
    int state = shape.directions() * shape.sequences() * shape.hidden();
    int cell = shape.cell().hasCellState() ? state : 0;
    rnn.bind(
        upload("x"),
        upload("h0"),
        upload("c0"),
        weights,
        result("y", rows * shape.directions() * shape.hidden()),
        result("hT", state),
        result("cT", cell),
        rig.memory(rnn.workBytes()),
        rig.memory(rnn.reserveBytes()),
        upload("dy"),
        upload("dhT"),
        upload("dcT"),
        result("dx", rows * shape.width()),
        result("dh0", state),
        result("dc0", cell),
        dWeights);
  }

  private long upload(String name) {
    double[] values = given.get(name);
    return values == null ? 0 : rig.upload(Numbers.encode(shape.type(), values));
  }

  private long result(String name, int count) {
    if (count == 0) {
      return 0;
    }
    double[] unwritten = new double[count];
    Arrays.fill(unwritten, Double.NaN);
    long address = rig.upload(Numbers.encode(shape.type(), unwritten));
    results.put(name, address);
    counts.put(name, count);
    return address;
  }

  Map<String, double[]> results() {
    Map<String, double[]> all = new LinkedHashMap<>();
    results.forEach(
        (name, address) ->
            all.put(
                name,
                Numbers.decode(
                    shape.type(), rig.download(address, counts.get(name) * shape.type().bytes()))));
    byte[] space = rig.download(dWeights, (int) rnn.weightBytes());
    double[] flat = new double[(int) shape.layout().size()];
    eachPart(
        (part, offset, count) -> {
          int from = (int) part.offsetBytes();
          byte[] bytes = Arrays.copyOfRange(space, from, from + count * shape.type().bytes());
          System.arraycopy(Numbers.decode(shape.type(), bytes), 0, flat, offset, count);
        });
    all.put("dWeights", flat);
    return all;
  }

  private void copy(double[] flat, int offset, byte[] space, WeightPart part, int count) {
    byte[] bytes = Numbers.encode(shape.type(), Arrays.copyOfRange(flat, offset, offset + count));
    System.arraycopy(bytes, 0, space, (int) part.offsetBytes(), bytes.length);
  }

  private interface PartVisitor {
    void visit(WeightPart part, int flatOffset, int count);
  }

  /** Visits each block of each gate, where cuDNN and where the canonical layout has it. */
  private void eachPart(PartVisitor visitor) {
    int gates = shape.cell().gates();
    int hidden = shape.hidden();
    for (int d = 0; d < shape.directions(); d++) {
      for (int g = 0; g < gates; g++) {
        int w = tensor(d, RecurrentLayout.INPUT_WEIGHTS) + g * hidden * shape.width();
        int r = tensor(d, RecurrentLayout.RECURRENT_WEIGHTS) + g * hidden * hidden;
        visitor.visit(rnn.matrix(d, g), w, hidden * shape.width());
        visitor.visit(rnn.matrix(d, gates + g), r, hidden * hidden);
        visitor.visit(rnn.bias(d, g), tensor(d, RecurrentLayout.BIAS) + g * hidden, hidden);
      }
      if (shape.cell() == RnnCell.GRU) {
        visitor.visit(rnn.bias(d, 5), tensor(d, RecurrentLayout.RECURRENT_BIAS), hidden);
      }
    }
  }

  private int tensor(int direction, String name) {
    ParameterLayout layout = shape.layout();
    return (int) layout.tensor(RecurrentLayout.tensorName(shape.layer(), direction, name)).offset();
  }
}
