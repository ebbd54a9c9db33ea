package io.carousel.peers;

import java.nio.FloatBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch as its C++ front end trains: {@code torch::lstm}, autograd, {@code clip_grad_norm_} and
 * {@code optim::Adam}. Its second bias is zero and stays so, since Carousel has one.
 */
final class LibtorchPeer implements Peer {
  private static final Pattern VERSION = Pattern.compile("TORCH_VERSION=([0-9.]+)");

  private final PointerScope life;
  private final Shape shape;
  private final int threads;
  private final Tensor features;
  private final Tensor targets;
  private final Tensor headWeights;
  private final Tensor headBias;
  private final TensorVector initial;
  private final TensorVector trained;
  private final TensorVector fixed;
  private final TensorVector clipped;
  private final Adam adam;
  private final Tensor output;
  private double loss;

  @SuppressWarnings("try") // the scope takes what is made while it is open
  LibtorchPeer(Example example, int threads) {
    this.threads = threads;
    shape = example.shape();
    torch.set_num_threads(threads);
    int gates = 4 * shape.hidden();
    long n = shape.sequences();
    try (PointerScope scope = new PointerScope()) {
      features = Tensor.create(example.features(), shape.steps(), n, shape.input());
      targets = Tensor.create(example.targets(), n, 1);
      initial =
          new TensorVector(torch.zeros(1, n, shape.hidden()), torch.zeros(1, n, shape.hidden()));
      Tensor w = parameter(example.inputWeights(), gates, shape.input());
      Tensor r = parameter(example.recurrentWeights(), gates, shape.hidden());
      Tensor b = parameter(example.bias(), gates);
      headWeights = parameter(example.headWeights(), 1, shape.hidden());
      headBias = parameter(example.headBias(), 1);
      Tensor none = torch.zeros(gates);
      trained = new TensorVector(w, r, b, none);
      fixed = new TensorVector(copy(w), copy(r), copy(b), none);
      clipped = new TensorVector(w, r, b, headWeights, headBias);
      adam = new Adam(clipped, new AdamOptions(LEARNING_RATE));
      output = new Tensor();
      life = scope.extend();
    }
  }

  private static Tensor parameter(float[] values, long... axes) {
    return Tensor.create(values, axes).set_requires_grad(true);
  }

  private static Tensor copy(Tensor tensor) {
    return tensor.detach().clone();
  }

  @Override
  public String describe() {
    Matcher version = VERSION.matcher(torch.show_config().getString());
    return "libtorch "
        + (version.find() ? version.group(1) : "of unknown version")
        + ", oneDNN "
        + (Context.hasMKLDNN() ? "in use, " : "missing, ")
        + threads
        + " threads";
  }

  @Override
  @SuppressWarnings("try") // the scope frees what a step makes
  public void step() {
    try (PointerScope scope = new PointerScope()) {
      adam.zero_grad();
      Tensor hidden = lstm(trained, true).select(0, shape.steps() - 1L);
      Tensor forecast = torch.linear(hidden, headWeights, headBias);
      Tensor error = torch.mse_loss(forecast, targets);
      error.backward();
      torch.clip_grad_norm_(clipped, MAXIMUM_NORM);
      adam.step();
      loss = error.item_float();
    }
  }

  private Tensor lstm(TensorVector weights, boolean training) {
    return torch.lstm(features, initial, weights, true, 1, 0, training, false, false).get0();
  }

  @Override
  public double loss() {
    step();
    return loss;
  }

  /** The scope frees what a forward makes, and the guard, which turns autograd on again. */
  @Override
  @SuppressWarnings({"try", "UnusedVariable"})
  public void infer() {
    try (PointerScope scope = new PointerScope()) {
      AutoGradMode guard = new NoGradGuard();
      output.put(lstm(fixed, false));
    }
  }

  @Override
  public float[] output() {
    FloatBuffer buffer = output.contiguous().createBuffer();
    float[] copy = new float[buffer.remaining()];
    buffer.get(copy);
    return copy;
  }

  @Override
  public void close() {
    life.close();
  }
}
