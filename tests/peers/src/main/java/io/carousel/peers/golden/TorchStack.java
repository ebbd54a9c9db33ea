package io.carousel.peers.golden;

import io.carousel.model.LayerInstance;
import io.carousel.model.RecurrentLayout;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.PackedSequence;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A case in libtorch, in double precision: what comes out of it is right to the last float.
 * libtorch has two biases; the second is zero but for the GRU's part inside the reset product.
 */
final class TorchStack {
  private final GoldenCase subject;
  private final Map<String, Tensor> given = new LinkedHashMap<>();
  private final TensorVector weights = new TensorVector();
  private final Map<String, Tensor> second = new LinkedHashMap<>();
  private final List<Tensor> results = new ArrayList<>();

  private TorchStack(GoldenCase subject, Map<String, Numbers> numbers) {
    this.subject = subject;
    numbers.forEach(
        (name, n) -> given.put(name, Tensor.create(n.wide(), n.axes()).set_requires_grad(true)));
    for (LayerInstance layer : subject.layers()) {
      for (int d = 0; d < subject.directions(); d++) {
        addWeights(layer, d);
      }
    }
  }

  /** Outputs, final states and all gradients. */
  static Map<String, Numbers> results(GoldenCase subject, Map<String, Numbers> numbers) {
    TorchStack stack = new TorchStack(subject, numbers);
    stack.forward();
    return stack.backward();
  }

  private void addWeights(LayerInstance layer, int direction) {
    weights.push_back(weight(layer, direction, RecurrentLayout.INPUT_WEIGHTS));
    weights.push_back(weight(layer, direction, RecurrentLayout.RECURRENT_WEIGHTS));
    weights.push_back(weight(layer, direction, RecurrentLayout.BIAS));
    int hidden = subject.spec().hiddenSize();
    int rows = RecurrentLayout.rows(subject.spec().cell(), hidden);
    double[] values = new double[rows];
    if (subject.spec().cell().hasRecurrentBias()) {
      Tensor rb = weight(layer, direction, RecurrentLayout.RECURRENT_BIAS);
      DoubleBuffer part = rb.createBuffer();
      part.get(values, rows - hidden, hidden);
    }
    Tensor bias = Tensor.create(values, rows).set_requires_grad(true);
    String name = RecurrentLayout.tensorName(layer, direction, RecurrentLayout.RECURRENT_BIAS);
    second.put(name, bias);
    weights.push_back(bias);
  }

  private Tensor weight(LayerInstance layer, int direction, String tensor) {
    return given.get(RecurrentLayout.tensorName(layer, direction, tensor));
  }

  /** Makes y, hT and, for the LSTM, cT. */
  private void forward() {
    if (!subject.ragged()) {
      results.addAll(run(given.get("x"), null, given.get("h0"), given.get("c0")));
      return;
    }
    long[] lengths = subject.lengths().stream().mapToLong(Integer::longValue).toArray();
    PackedSequence packed =
        torch.pack_padded_sequence(given.get("x"), Tensor.create(lengths), false, false);
    Tensor order = packed.sorted_indices();
    Tensor c0 = given.get("c0");
    List<Tensor> sorted =
        run(
            packed.data(),
            packed.batch_sizes(),
            given.get("h0").index_select(1, order),
            c0 == null ? null : c0.index_select(1, order));
    PackedSequence y =
        new PackedSequence(sorted.get(0), packed.batch_sizes(), order, packed.unsorted_indices());
    results.add(torch.pad_packed_sequence(y, false, 0, new LongOptional(subject.steps())).get0());
    for (Tensor state : sorted.subList(1, sorted.size())) {
      results.add(state.index_select(1, packed.unsorted_indices()));
    }
  }

  /** Padded rows, or packed ones with the batch sizes. */
  private List<Tensor> run(Tensor x, Tensor sizes, Tensor h0, Tensor c0) {
    int layers = subject.spec().layers();
    boolean both = subject.directions() == 2;
    if (c0 != null) {
      TensorVector states = new TensorVector(h0, c0);
      T_TensorTensorTensor_T r =
          sizes == null
              ? torch.lstm(x, states, weights, true, layers, 0, true, both, false)
              : torch.lstm(x, sizes, states, weights, true, layers, 0, true, both);
      return List.of(r.get0(), r.get1(), r.get2());
    }
    T_TensorTensor_T r =
        sizes == null ? padded(x, h0, layers, both) : packed(x, sizes, h0, layers, both);
    return List.of(r.get0(), r.get1());
  }

  private T_TensorTensor_T padded(Tensor x, Tensor h0, int layers, boolean both) {
    return switch (subject.spec().cell()) {
      case LSTM -> throw new IllegalStateException("an LSTM has c too, cell=lstm");
      case GRU -> torch.gru(x, h0, weights, true, layers, 0, true, both, false);
      case RNN_TANH -> torch.rnn_tanh(x, h0, weights, true, layers, 0, true, both, false);
      case RNN_RELU -> torch.rnn_relu(x, h0, weights, true, layers, 0, true, both, false);
    };
  }

  private T_TensorTensor_T packed(Tensor x, Tensor sizes, Tensor h0, int layers, boolean both) {
    return switch (subject.spec().cell()) {
      case LSTM -> throw new IllegalStateException("an LSTM has c too, cell=lstm");
      case GRU -> torch.gru(x, sizes, h0, weights, true, layers, 0, true, both);
      case RNN_TANH -> torch.rnn_tanh(x, sizes, h0, weights, true, layers, 0, true, both);
      case RNN_RELU -> torch.rnn_relu(x, sizes, h0, weights, true, layers, 0, true, both);
    };
  }

  /** The loss is the sum of the outputs, each times the gradient that is given for it. */
  private Map<String, Numbers> backward() {
    List<String> seeds = List.of("dy", "dhT", "dcT");
    List<String> names = List.of("y", "hT", "cT");
    Map<String, Numbers> all = new LinkedHashMap<>();
    Tensor loss = null;
    for (int i = 0; i < results.size(); i++) {
      all.put(names.get(i), numbers(results.get(i)));
      Tensor part = results.get(i).mul(given.get(seeds.get(i)).detach()).sum();
      loss = loss == null ? part : loss.add(part);
    }
    loss.backward();
    all.put("dx", numbers(given.get("x").grad()));
    for (String state : GivenNumbers.states(subject, "h0", "c0")) {
      all.put("d" + state, numbers(given.get(state).grad()));
    }
    putWeightGradients(all);
    return all;
  }

  private void putWeightGradients(Map<String, Numbers> all) {
    int hidden = subject.spec().hiddenSize();
    for (Map.Entry<String, Tensor> entry : given.entrySet()) {
      String name = entry.getKey();
      if (second.containsKey(name)) {
        all.put("d/" + name, numbers(second.get(name).grad().narrow(0, 2L * hidden, hidden)));
      } else if (name.contains(".")) {
        all.put("d/" + name, numbers(entry.getValue().grad()));
      }
    }
  }

  private static Numbers numbers(Tensor tensor) {
    Tensor whole = tensor.detach().contiguous();
    DoubleBuffer buffer = whole.createBuffer();
    float[] values = new float[Math.toIntExact(whole.numel())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) buffer.get(i);
    }
    long[] axes = new long[Math.toIntExact(whole.dim())];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = whole.size(i);
    }
    return new Numbers(axes, values);
  }
}
