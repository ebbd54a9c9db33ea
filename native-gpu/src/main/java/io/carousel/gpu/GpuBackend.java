package io.carousel.gpu;

import io.carousel.bindings.cuda.Cublas;
import io.carousel.bindings.cuda.Cudnn;
import io.carousel.bindings.cuda.Device;
import io.carousel.bindings.cuda.DeviceMemory;
import io.carousel.bindings.cuda.MathMode;
import io.carousel.model.LayerInstance;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.Mode;
import io.carousel.spi.NumberType;
import io.carousel.spi.PlanBuilder;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import io.carousel.spi.Session;
import io.carousel.spi.Support;
import io.carousel.spi.base.BaseBackend;
import io.carousel.spi.base.MemoryBudget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** The GPU backend: one device, one stream, cuDNN, cuBLAS and kernels of our own. */
final class GpuBackend extends BaseBackend<GpuParameters> {
  /** What NVIDIA advises for cuBLAS on Hopper; a fixed workspace also keeps results the same. */
  private static final long WORKSPACE_BYTES = 32L << 20;

  private static final int FIRST_WITH_BFLOAT16 = 91300;

  private static final String WORKSPACE_VARIABLE = "CUBLAS_WORKSPACE_CONFIG";

  private static final System.Logger LOG = System.getLogger(GpuBackend.class.getName());

  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final Map<MathMode, Cublas> blas = new EnumMap<>(MathMode.class);
  private final Device device;
  private final GpuQueue queue;
  private final GpuBudget budget;
  private final GpuFiles files = GpuFiles.chosen();
  private final GpuKernels kernels;
  private final GpuChoices choices;
  private final GpuAlgorithms algorithms = GpuAlgorithms.chosen();
  private final Cudnn dnn;

  private GpuBackend(int index) {
    super(GpuProvider.NAME, GpuParameters.class);
    device = Device.open(index);
    try {
      queue = own(new GpuQueue(device));
      budget = new GpuBudget(queue);
      kernels = own(GpuKernels.load(device, files));
      choices = new GpuChoices(files, device.name() + " cuDNN " + device.cudnnVersion());
      dnn = own(Cudnn.create(queue.stream()));
    } catch (RuntimeException e) {
      GpuResources.closeAll(owned);
      throw e;
    }
  }

  /** Starts it on the device of this index. */
  static GpuBackend open(int index) {
    GpuBackend backend = new GpuBackend(index);
    if (System.getenv(WORKSPACE_VARIABLE) == null) {
      LOG.log(
          System.Logger.Level.INFO,
          "runs on gpu repeat bit by bit only with "
              + WORKSPACE_VARIABLE
              + "=:4096:8 in the environment, which is not set");
    }
    return backend;
  }

  private <R extends AutoCloseable> R own(R resource) {
    owned.push(resource);
    return resource;
  }

  Device device() {
    return device;
  }

  GpuQueue queue() {
    return queue;
  }

  GpuBudget budget() {
    return budget;
  }

  GpuKernels kernels() {
    return kernels;
  }

  GpuChoices choices() {
    return choices;
  }

  /** Which of cuDNN's algorithms may be taken. */
  GpuAlgorithms algorithms() {
    return algorithms;
  }

  Cudnn dnn() {
    return dnn;
  }

  /** The handle that computes in this way; made when it is first asked for. */
  Cublas blas(MathMode math) {
    queue.enter();
    try {
      return blas.computeIfAbsent(math, this::newBlas);
    } finally {
      queue.leave();
    }
  }

  private Cublas newBlas(MathMode math) {
    DeviceMemory workspace = own(DeviceMemory.allocate(WORKSPACE_BYTES));
    return own(Cublas.create(queue.stream(), math, workspace.address(), workspace.bytes()));
  }

  @Override
  public String describe() {
    return GpuProvider.NAME
        + ": "
        + device.name()
        + " ("
        + device.architecture()
        + "), cuDNN "
        + device.cudnnVersion()
        + ", CUDA "
        + device.runtimeVersion();
  }

  @Override
  public NumberType numberType() {
    return NumberType.F32;
  }

  /**
   * All layers; cuDNN has every cell, and what it has not is made of own kernels around it. But
   * cuDNN before 9.13 computes recurrent layers in bfloat16 wrongly or not at all (as PyTorch's
   * issue 164411 tells).
   */
  @Override
  public Support supports(LayerInstance layer, Precision precision) {
    boolean old = device.cudnnNumber() < FIRST_WITH_BFLOAT16;
    if (precision == Precision.BF16 && old && layer.spec().carriesState()) {
      return Support.no(
          "recurrent layers in bf16 need cuDNN 9.13 or newer, cudnn="
              + device.cudnnVersion()
              + "; install a newer cuDNN, or take another precision");
    }
    return Support.yes();
  }

  @Override
  protected GpuParameters newParameters(ParameterLayout layout, boolean training, int moments) {
    return new GpuParameters(this, layout, training, moments);
  }

  @Override
  protected Session newSession(NetworkSpec network, int sequences) {
    return new GpuSession(this, network, sequences);
  }

  @Override
  protected PlanBuilder newPlan(GpuParameters parameters, PlanShape shape, Mode mode) {
    return new GpuPlanBuilder(this, parameters, shape, mode);
  }

  @Override
  protected MemoryBudget memory() {
    return budget.count();
  }

  @Override
  protected void free() {
    queue.inTurn(queue.stream()::synchronize);
    GpuResources.closeAll(owned);
  }
}
