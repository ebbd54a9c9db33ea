package io.carousel.emulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudaEvent;
import io.carousel.bindings.cuda.CudaGraph;
import io.carousel.bindings.cuda.CudaStream;
import io.carousel.bindings.cuda.DeviceMemory;
import org.junit.jupiter.api.Test;

@OnDevice
class StreamTest {
  @Test
  void workIsDoneInOrderWhenItIsWaitedFor() {
    try (Rig rig = new Rig()) {
      Doubling doubling = new Doubling(rig);
      doubling.enqueue();
      rig.stream.synchronize();
      assertThat(doubling.result()).containsExactly(2, 4, 6);
    }
  }

  @Test
  @Emulated
  void whatIsReadOrOverwrittenTooEarlyShows() {
    try (Rig rig = new Rig()) {
      Doubling doubling = new Doubling(rig);
      doubling.enqueue();
      assertThat(doubling.result()).containsOnly(0f);
      doubling.give(5, 5, 5);
      rig.stream.synchronize();
      assertThat(doubling.result()).containsOnly(10f);
    }
  }

  @Test
  void aGraphRepeatsWhatWasCapturedWithWhatIsThereThen() {
    try (Rig rig = new Rig()) {
      Doubling doubling = new Doubling(rig);
      rig.stream.beginCapture();
      doubling.enqueue();
      try (CudaGraph graph = rig.stream.endCapture()) {
        assertThat(graph.nodes()).isEqualTo(3);
        rig.stream.synchronize();
        assertThat(doubling.result()).containsOnly(0f);
        for (float first : new float[] {1, 10}) {
          doubling.give(first, 2, 3);
          graph.launch(rig.stream);
          rig.stream.synchronize();
          assertThat(doubling.result()).containsExactly(2 * first, 4, 6);
        }
      }
    }
  }

  @Test
  void anyExceptionEndsACapture() {
    try (Rig rig = new Rig()) {
      Doubling doubling = new Doubling(rig);
      Runnable failing =
          () -> {
            doubling.enqueue();
            throw new UnsupportedOperationException("not while we record");
          };
      assertThatThrownBy(() -> rig.stream.capture(failing))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("not while we record");
      doubling.enqueue();
      rig.stream.synchronize(); // refused while a capture goes on
      assertThat(doubling.result()).containsExactly(2, 4, 6);
      try (CudaGraph graph = rig.stream.capture(doubling::enqueue)) {
        assertThat(graph.nodes()).isEqualTo(3);
      }
    }
  }

  @Test
  void aClosedGraphIsAnError() {
    try (Rig rig = new Rig()) {
      long memory = rig.memory(4);
      rig.stream.beginCapture();
      rig.stream.zero(memory, 4);
      CudaGraph graph = rig.stream.endCapture();
      graph.close();
      graph.close();
      assertThatThrownBy(() -> graph.launch(rig.stream))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("CUDA graph of 1 nodes must be open, state=closed; use it before close()");
    }
  }

  @Test
  void waitingInACaptureSpoilsItAndItCanBeAbandoned() {
    try (Rig rig = new Rig()) {
      Doubling doubling = new Doubling(rig);
      rig.stream.beginCapture();
      doubling.enqueue();
      assertThatThrownBy(rig.stream::synchronize)
          .isInstanceOf(NativeCallException.class)
          .hasMessage(
              "cudaStreamSynchronize returned cudaErrorStreamCaptureUnsupported (900)"
                  + " for CUDA stream");
      assertThatThrownBy(rig.stream::endCapture)
          .hasMessage(
              "cudaStreamEndCapture returned cudaErrorStreamCaptureInvalidated (901)"
                  + " for CUDA stream");
      rig.stream.abandonCapture();
      rig.stream.beginCapture();
      doubling.enqueue();
      rig.stream.abandonCapture();
      doubling.enqueue();
      rig.stream.synchronize();
      assertThat(doubling.result()).containsExactly(2, 4, 6);
    }
  }

  @Test
  void allocatingInACaptureSpoilsItToo() {
    try (Rig rig = new Rig()) {
      rig.stream.beginCapture();
      assertThatThrownBy(() -> DeviceMemory.allocate(16))
          .hasMessage(
              "cudaMalloc returned cudaErrorStreamCaptureUnsupported (900)"
                  + " for device memory of 16 bytes");
      rig.stream.abandonCapture();
      assertThat(rig.memory(16)).isNotZero();
    }
  }

  @Test
  @Emulated
  void aRefusedCaptureIsAnErrorAndTheStreamGoesOn() {
    try (Rig rig = new Rig()) {
      Doubling doubling = new Doubling(rig);
      try (Emulator.Settings refusing = Emulator.with("CAPTURE=refuse-begin")) {
        assertThatThrownBy(rig.stream::beginCapture)
            .isInstanceOfSatisfying(
                NativeCallException.class, e -> assertThat(e.unsupported()).isTrue())
            .hasMessage(
                "cudaStreamBeginCapture returned cudaErrorNotSupported (801) for CUDA stream");
        rig.stream.abandonCapture();
        assertThat(refusing).isNotNull();
      }
      doubling.enqueue();
      rig.stream.synchronize();
      assertThat(doubling.result()).containsExactly(2, 4, 6);
    }
  }

  @Test
  void eventsAreWaitedForAndTellTime() {
    try (Rig rig = new Rig();
        CudaEvent start = CudaEvent.create();
        CudaEvent end = CudaEvent.create()) {
      Doubling doubling = new Doubling(rig);
      assertThat(start.done()).isTrue();
      start.record(rig.stream);
      doubling.enqueue();
      end.record(rig.stream);
      end.synchronize();
      assertThat(doubling.result()).containsExactly(2, 4, 6);
      assertThat(end.millisecondsSince(start)).isGreaterThan(0);
      start.record(rig.stream);
      while (!start.done()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  @Emulated
  void anEventIsNotDoneBeforeTheWorkBeforeIt() {
    try (Rig rig = new Rig();
        CudaEvent event = CudaEvent.create()) {
      new Doubling(rig).enqueue();
      event.record(rig.stream);
      assertThat(event.done()).isFalse();
      event.synchronize();
      assertThat(event.done()).isTrue();
    }
  }

  @Test
  void anEventThatWasNotRecordedHasNoTime() {
    try (Rig rig = new Rig();
        CudaEvent start = CudaEvent.create();
        CudaEvent end = CudaEvent.create()) {
      end.record(rig.stream);
      end.synchronize();
      assertThatThrownBy(() -> end.millisecondsSince(start))
          .isInstanceOf(NativeCallException.class)
          .hasMessage(
              "cudaEventElapsedTime returned cudaErrorInvalidResourceHandle (400)"
                  + " for CUDA event");
    }
  }

  @Test
  void aClosedStreamIsAnError() {
    CudaStream stream = CudaStream.create();
    stream.close();
    stream.close();
    assertThatThrownBy(stream::synchronize)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("CUDA stream must be open, state=closed; use it before close()");
  }
}
