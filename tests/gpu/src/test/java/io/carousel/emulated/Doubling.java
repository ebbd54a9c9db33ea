package io.carousel.emulated;

import io.carousel.bindings.cuda.KernelArguments;
import io.carousel.bindings.cuda.KernelLaunch;
import io.carousel.bindings.cuda.PinnedMemory;

/** Doubles three numbers, from the host to the host by way of the device. */
final class Doubling {
  static final int BYTES = 3 * Float.BYTES;

  final PinnedMemory in;
  final PinnedMemory out;
  final KernelLaunch launch;
  private final Rig rig;
  private final long x;
  private final long y;

  Doubling(Rig rig) {
    this.rig = rig;
    in = rig.keep(PinnedMemory.allocate(BYTES));
    out = rig.keep(PinnedMemory.allocate(BYTES));
    x = rig.memory(BYTES);
    y = rig.memory(BYTES);
    KernelArguments arguments =
        new KernelArguments().longInteger(3).real(1).integer(0).pointer(x).pointer(y);
    launch = rig.keep(rig.kernel("emulatedScale").launch(1, 32, 0, arguments));
    give(1, 2, 3);
  }

  void give(float... values) {
    in.asFloatBuffer(0, 3).put(0, values);
  }

  /** Three pieces of work. */
  void enqueue() {
    rig.stream.copy(in.address(), x, BYTES);
    launch.run(rig.stream);
    rig.stream.copy(y, out.address(), BYTES);
  }

  float[] result() {
    float[] values = new float[3];
    out.asFloatBuffer(0, 3).get(0, values);
    return values;
  }
}
