package io.carousel.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime, which infers only. Input and output are bound to memory that is made once. */
final class OnnxRuntimePeer implements Peer {
  private final Shape shape;
  private final int threads;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final FloatBuffer result;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;

  OnnxRuntimePeer(Example example, int threads) {
    this.shape = example.shape();
    this.threads = threads;
    environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      // Its threads spin between calls otherwise, on the cores of whoever is measured next.
      options.addConfigEntry("session.force_spinning_stop", "1");
      session = environment.createSession(OnnxModel.bytes(example), options);
      long[] x = {shape.steps(), shape.sequences(), shape.input()};
      long[] y = {shape.steps(), 1, shape.sequences(), shape.hidden()};
      FloatBuffer features = direct(example.features().length).put(0, example.features());
      result = direct(shape.steps() * shape.sequences() * shape.hidden());
      inputs = Map.of(OnnxModel.INPUT, OnnxTensor.createTensor(environment, features, x));
      outputs = Map.of(OnnxModel.OUTPUT, OnnxTensor.createTensor(environment, result, y));
    } catch (OrtException e) {
      throw failed("load the model", e);
    }
  }

  private static FloatBuffer direct(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private IllegalStateException failed(String what, OrtException e) {
    return new IllegalStateException(
        "ONNX Runtime could not " + what + ", shape=" + shape + ": " + e.getMessage(), e);
  }

  @Override
  public String describe() {
    return "ONNX Runtime " + environment.getVersion() + ", " + threads + " threads";
  }

  @Override
  public void step() {
    throw new UnsupportedOperationException("ONNX Runtime does not train");
  }

  @Override
  public double loss() {
    throw new UnsupportedOperationException("ONNX Runtime does not train");
  }

  @Override
  public void infer() {
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw failed("run the model", e);
    }
  }

  @Override
  public float[] output() {
    float[] copy = new float[result.capacity()];
    result.get(0, copy);
    return copy;
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw failed("close the session", e);
    }
  }
}
