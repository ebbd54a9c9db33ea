package io.carousel.gpu;

import io.carousel.bindings.cuda.DeviceMemory;
import io.carousel.model.NetworkSpec;
import io.carousel.spi.base.BaseSession;

/** All carried states in one float32 block on the device. */
final class GpuSession extends BaseSession {
  private final GpuBackend backend;
  private final DeviceMemory states;

  GpuSession(GpuBackend backend, NetworkSpec network, int sequences) {
    super(network, sequences);
    this.backend = backend;
    states = backend.budget().onDevice((long) layout().size() * Float.BYTES, "a session");
  }

  long address() {
    return states.address();
  }

  @Override
  protected void zero(int first, int count) {
    GpuQueue queue = backend.queue();
    queue.inTurn(
        () ->
            queue.stream()
                .zero(states.address() + (long) first * Float.BYTES, (long) count * Float.BYTES));
  }

  @Override
  protected void copyOut(double[] to) {
    backend.queue().read(states.address(), to);
  }

  @Override
  protected void copyIn(double[] from) {
    backend.queue().write(from, states.address());
  }

  @Override
  protected void free() {
    backend.budget().free(states);
  }
}
