package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.carousel.bindings.HostMemory;
import io.carousel.bindings.cuda.Cublas;
import io.carousel.bindings.cuda.CublasGemm;
import io.carousel.bindings.cuda.CudaEvent;
import io.carousel.bindings.cuda.CudaGraph;
import io.carousel.bindings.cuda.CudaType;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.DeviceMemory;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.bindings.cuda.RnnAlgorithm;
import io.carousel.bindings.cuda.RnnCell;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

@OnDevice
class SteadyStateTest {
  private static final int STEPS = 200;

  /** One of everything that a training step does. */
  private static final class Step implements AutoCloseable {
    private final Rig rig = new Rig();
    private final Doubling doubling = new Doubling(rig);
    private final CudnnRun run;
    private final CublasGemm product;
    private final CudaEvent event = rig.keep(CudaEvent.create());
    private final CudaGraph graph;
    private final int[] lengths;

    Step() {
      RecurrentCase shape = RecurrentCase.of(RnnCell.LSTM, false, 2, 2, 2, CudaType.F32, 2, 1);
      Cudnn dnn = rig.keep(Cudnn.create(rig.stream));
      run = new CudnnRun(rig, dnn, shape, RnnAlgorithm.STANDARD, true);
      lengths = shape.lengthArray();
      Cublas blas = rig.keep(Cublas.create(rig.stream, MathMode.IEEE, 0, 0));
      long one = rig.upload(1);
      product =
          rig.keep(
              CublasGemm.of(
                  blas, false, false, 1, 1, 1, 1, one, 1, one, 1, 0, one, 1, CudaType.F32));
      product.run();
      rig.stream.synchronize();
      rig.stream.beginCapture();
      doubling.enqueue();
      graph = rig.keep(rig.stream.endCapture());
    }

    void run(int times) {
      long scratch = doubling.out.address();
      for (int i = 0; i < times; i++) {
        rig.device.makeCurrent();
        doubling.enqueue();
        run.rnn.lengths(lengths);
        run.rnn.forward();
        run.rnn.backwardData();
        run.rnn.backwardWeights();
        product.run();
        graph.launch(rig.stream);
        event.record(rig.stream);
        event.done();
        event.synchronize();
        rig.stream.zero(scratch, 4);
        rig.stream.synchronize();
      }
    }

    @Override
    public void close() {
      rig.close();
    }
  }

  @Test
  void aStepAllocatesNeitherInJavaNorInJavaCpp() {
    try (Step step = new Step()) {
      step.run(STEPS);
      long host = HostMemory.totalBytes();
      long device = DeviceMemory.totalAllocatedBytes();
      long least = Long.MAX_VALUE; // the JVM itself may allocate now and then
      for (int round = 0; round < 5 && least > 0; round++) {
        least = Math.min(least, allocated(step));
      }
      assertThat(least).isZero();
      assertThat(HostMemory.totalBytes()).isEqualTo(host);
      assertThat(DeviceMemory.totalAllocatedBytes()).isEqualTo(device);
      assertThat(Pointer.totalCount()).isZero();
    }
  }

  /** Bytes that this thread allocates in Java during {@link #STEPS} steps. */
  private static long allocated(Step step) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    threads.getThreadAllocatedBytes(thread);
    long before = threads.getThreadAllocatedBytes(thread);
    step.run(STEPS);
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  @Test
  void creationLeavesNothingBehind() {
    long host = HostMemory.totalBytes();
    long device = DeviceMemory.totalAllocatedBytes();
    for (int i = 0; i < 3; i++) {
      try (Step step = new Step()) {
        step.run(1);
      }
    }
    assertThat(HostMemory.totalBytes()).isEqualTo(host);
    assertThat(DeviceMemory.totalAllocatedBytes()).isEqualTo(device);
    assertThat(Pointer.totalCount()).isZero();
  }
}
