package io.carousel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import java.lang.management.ManagementFactory;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The glue: that Java's arguments arrive where they should, on each instruction set of this
 * machine. The kernels are tested in C++.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.carousel.cpu.InstructionSets#ofThisMachine")
class CpuKernelsTest {
  private final String instructionSet;
  private String before;

  CpuKernelsTest(String instructionSet) {
    this.instructionSet = instructionSet;
  }

  @BeforeEach
  void useInstructionSet() {
    ChildJvm.assumeKernels();
    before = CpuKernels.instructionSet();
    CpuKernels.instructionSet(instructionSet);
  }

  @AfterEach
  void useFormerInstructionSet() {
    if (before != null) {
      CpuKernels.instructionSet(before);
    }
  }

  @Test
  void runsOnTheInstructionSet() {
    assertThat(CpuKernels.instructionSet()).isEqualTo(instructionSet);
    assertThat(CpuKernels.instructionSets()).contains(instructionSet);
  }

  @Test
  void threadsBelongToTheCallingThread() throws InterruptedException {
    int former = CpuKernels.threads(77);
    int[] other = new int[1];
    Thread thread = new Thread(() -> other[0] = CpuKernels.threads(5));
    thread.start();
    thread.join();
    assertThat(CpuKernels.threads(former)).isEqualTo(77);
    assertThat(other[0]).isNotEqualTo(77);
  }

  @Test
  void dropsWhatPhiloxDrops() {
    int steps = 5;
    int sequences = 3;
    int width = 7;
    float p = 0.4f;
    long seed = 0xFEDCBA9876543210L;
    long run = 0x7ABC12345678L;
    IntBuffer lengths = ints(5, 0, 3);
    FloatBuffer x = zeros(steps * sequences * width);
    FloatBuffer y = zeros(steps * sequences * width);
    for (int i = 0; i < x.capacity(); i++) {
      x.put(i, 1);
    }
    CpuKernels.dropout(steps, sequences, width, at(lengths), p, seed, 9, run, at(x), at(y));
    Philox numbers = new Philox(seed, Purpose.DROPOUT, 9, run);
    for (int i = 0; i < y.capacity(); i++) {
      int row = i / width;
      boolean valid = row / sequences < lengths.get(row % sequences);
      boolean kept = valid && numbers.uniform(i) >= p;
      assertThat(y.get(i)).as("element %d", i).isEqualTo(kept ? (float) (1 / (1 - (double) p)) : 0);
    }
  }

  /** One unit: every gate has another bias, so a mistaken order shows. */
  @Test
  void makesAnLstmStep() {
    FloatBuffer gates = floats(0.1f, 0.2f, 0.3f, 0.4f);
    FloatBuffer bias = floats(1, -1, 2, -2);
    FloatBuffer cPrevious = floats(0.5f);
    FloatBuffer c = zeros(1);
    FloatBuffer h = zeros(1);
    CpuKernels.lstmForward(1, 1, at(gates), at(bias), at(cPrevious), 1, at(c), 1, at(h), 1);
    double i = sigmoid(1.1);
    double f = sigmoid(-0.8);
    double g = Math.tanh(2.3);
    double o = sigmoid(-1.6);
    double cell = f * 0.5 + i * g;
    assertThat((double) c.get(0)).isCloseTo(cell, within(1e-6));
    assertThat((double) h.get(0)).isCloseTo(o * Math.tanh(cell), within(1e-6));
    FloatBuffer dh = floats(0.7f);
    FloatBuffer dc = floats(0.3f);
    FloatBuffer dgates = zeros(4);
    CpuKernels.lstmBackward(
        1, 1, at(gates), at(c), 1, at(cPrevious), 1, at(dh), 1, at(dc), 1, at(dc), 1, at(dgates));
    double dCell = 0.3 + 0.7 * o * (1 - Math.tanh(cell) * Math.tanh(cell));
    assertThat((double) dc.get(0)).isCloseTo(dCell * f, within(1e-6));
    assertThat((double) dgates.get(0)).isCloseTo(dCell * g * i * (1 - i), within(1e-6));
    assertThat((double) dgates.get(1)).isCloseTo(dCell * 0.5 * f * (1 - f), within(1e-6));
    assertThat((double) dgates.get(2)).isCloseTo(dCell * i * (1 - g * g), within(1e-6));
    assertThat((double) dgates.get(3)).isCloseTo(0.7 * Math.tanh(cell) * o * (1 - o), within(1e-6));
  }

  /** After one step of Adam every weight has moved by the rate, against its gradient. */
  @Test
  void makesAnAdamStep() {
    FloatBuffer w = floats(1, 2);
    FloatBuffer g = floats(6, -8);
    FloatBuffer m = zeros(2);
    FloatBuffer v = zeros(2);
    DoubleBuffer sums = doubles(1, 2, 2, 0, -1);
    DoubleBuffer rule = adam();
    int answer = CpuKernels.update(2, at(w), at(g), at(m), at(v), at(rule), 0.125, 0, at(sums));
    assertThat(answer).isEqualTo(CpuKernels.UPDATED);
    assertThat(w.get(0)).isCloseTo(0.875f, within(1e-6f));
    assertThat(w.get(1)).isCloseTo(2.125f, within(1e-6f));
    assertThat(g.get(0)).isZero();
    // |(3, -4)| = 5 is clipped to 1.
    assertThat(m.get(0)).isCloseTo(0.06f, within(1e-7f));
    assertThat(sums.get(2)).isZero();
    assertThat(sums.get(3)).isCloseTo(5, within(1e-12));
    answer = CpuKernels.update(2, at(w), at(g), at(m), at(v), at(rule), 0.125, 1, at(sums));
    assertThat(answer).isEqualTo(CpuKernels.UNCHANGED);
  }

  @Test
  void callsAllocateNothing() {
    FloatBuffer gates = zeros(4 * 8 * 16);
    FloatBuffer bias = zeros(4 * 16);
    FloatBuffer c = zeros(8 * 16);
    FloatBuffer h = zeros(8 * 16);
    FloatBuffer w = zeros(64);
    FloatBuffer g = zeros(64);
    FloatBuffer m = zeros(64);
    FloatBuffer v = zeros(64);
    DoubleBuffer sums = doubles(0, 0, 0, 0, -1);
    DoubleBuffer rule = adam();
    long[] a = {at(gates), at(bias), at(c), at(h), at(w), at(g), at(m), at(v), at(sums), at(rule)};
    int former = CpuKernels.threads(1);
    call(a, 20_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long pointers = Pointer.totalCount();
    long before = threads.getCurrentThreadAllocatedBytes();
    long nothing = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    call(a, 10_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before - nothing;
    CpuKernels.threads(former);
    assertThat(allocated).isZero();
    assertThat(Pointer.totalCount()).isEqualTo(pointers);
  }

  private static void call(long[] a, int times) {
    for (int i = 0; i < times; i++) {
      CpuKernels.threads(1);
      CpuKernels.lstmForward(8, 16, a[0], a[1], a[2], 16, a[2], 16, a[3], 16);
      CpuKernels.update(64, a[4], a[5], a[6], a[7], a[9], 0.1, i, a[8]);
    }
  }

  /** Adam behind a clip by norm 1. */
  private static DoubleBuffer adam() {
    return doubles(CpuKernels.ADAM, 0.9, 0.999, 1e-8, 0, 1, CpuKernels.CLIP_BY_GLOBAL_NORM, 1);
  }

  private static double sigmoid(double a) {
    return 1 / (1 + Math.exp(-a));
  }

  private static long at(Buffer buffer) {
    long address = CpuKernels.address(buffer);
    assertThat(address).isNotZero();
    return address;
  }

  private static FloatBuffer zeros(int size) {
    return bytes(4 * size).asFloatBuffer();
  }

  private static FloatBuffer floats(float... values) {
    return zeros(values.length).put(0, values);
  }

  private static IntBuffer ints(int... values) {
    return bytes(4 * values.length).asIntBuffer().put(0, values);
  }

  private static DoubleBuffer doubles(double... values) {
    return bytes(8 * values.length).asDoubleBuffer().put(0, values);
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }
}
