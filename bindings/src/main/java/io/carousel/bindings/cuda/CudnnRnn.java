package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * One recurrent layer of cuDNN: input [T, N, I], output [T, N, H] or [T, N, 2H], states
 * [directions, N, H], all of the shape's type. Sequences may end early: then the output behind the
 * end is zero, and what lies in the input there means nothing. What the gradient of the input holds
 * behind the end is undefined.
 *
 * <p>A training step is {@link #forward}, {@link #backwardData}, {@link #backwardWeights}, in this
 * order, with the reserve space untouched between them.
 */
public final class CudnnRnn extends CudaHandle {
  private final Cudnn dnn;
  private final CudnnRnnShape shape;
  private final CudnnRnnDescriptors descriptors;
  private final CudnnWeightLayout layout;
  private final int mode;
  private long workBytes;
  private long reserveBytes;

  private final Address x = new Address(0);
  private final Address h0 = new Address(0);
  private final Address c0 = new Address(0);
  private final Address weights = new Address(0);
  private final Address y = new Address(0);
  private final Address hT = new Address(0);
  private final Address cT = new Address(0);
  private final Address work = new Address(0);
  private final Address reserve = new Address(0);
  private final Address dy = new Address(0);
  private final Address dhT = new Address(0);
  private final Address dcT = new Address(0);
  private final Address dx = new Address(0);
  private final Address dh0 = new Address(0);
  private final Address dc0 = new Address(0);
  private final Address dWeights = new Address(0);

  private CudnnRnn(Cudnn dnn, CudnnRnnShape shape) {
    super(shape.toString());
    this.dnn = dnn;
    this.shape = shape;
    this.mode = shape.training() ? cudnn.CUDNN_FWD_MODE_TRAINING : cudnn.CUDNN_FWD_MODE_INFERENCE;
    this.descriptors = new CudnnRnnDescriptors(dnn, shape);
    try {
      this.layout = new CudnnWeightLayout(dnn, descriptors, shape);
      readSpaces();
    } catch (RuntimeException e) {
      descriptors.close();
      throw e;
    }
    opened();
  }

  /**
   * A layer of this shape, all of whose sequences have the full length for now.
   *
   * @throws io.carousel.bindings.NativeCallException if cuDNN refuses; {@code unsupported()} tells
   *     that another algorithm may take the shape
   * @throws DeviceMemoryException if there is no room for the weight space
   */
  public static CudnnRnn create(Cudnn dnn, CudnnRnnShape shape) {
    dnn.requireOpen();
    return new CudnnRnn(dnn, shape);
  }

  private void readSpaces() {
    try (HostMemory cells = HostMemory.allocate(2 * Long.BYTES)) {
      int status =
          cudnn.cudnnGetRNNTempSpaceSizes(
              dnn.handle,
              descriptors.layer,
              mode,
              descriptors.x,
              new SizeTPointer(new Address(cells.address())),
              new SizeTPointer(new Address(cells.address() + Long.BYTES)));
      CudaStatus.dnn(status, "cudnnGetRNNTempSpaceSizes", what());
      workBytes = cells.asLongBuffer(0, 2).get(0);
      reserveBytes = cells.asLongBuffer(0, 2).get(1);
    }
  }

  /** What it was made for. */
  public CudnnRnnShape shape() {
    return shape;
  }

  /** Bytes of the weight space. */
  public long weightBytes() {
    return layout.bytes();
  }

  /** Bytes of scratch memory, whose contents mean nothing before and after a call. */
  public long workBytes() {
    return workBytes;
  }

  /** Bytes of what forward keeps for the backward passes; 0 for inference. */
  public long reserveBytes() {
    return reserveBytes;
  }

  /**
   * Where a matrix lies: [H, I] or [H, H], row-major.
   *
   * @param pseudoLayer 0 forward in time, 1 backward
   * @param linearLayer gates of the input, then gates of the state, in {@link RnnCell}'s order
   */
  public WeightPart matrix(int pseudoLayer, int linearLayer) {
    requireOpen();
    return layout.matrix(pseudoLayer, linearLayer);
  }

  /** Where a bias lies, see {@link #matrix}; null if the linear layer has none. */
  public WeightPart bias(int pseudoLayer, int linearLayer) {
    requireOpen();
    return layout.bias(pseudoLayer, linearLayer);
  }

  /**
   * Sets the length of each sequence for the calls that follow; they are copied. Allocates nothing.
   *
   * @throws IllegalArgumentException unless there is one of 1 to T per sequence
   */
  public void lengths(int[] perSequence) {
    requireOpen();
    descriptors.lengths(perSequence);
  }

  /**
   * Sets all addresses. Those of cell states are 0 for cells without; initial states that are 0 are
   * zeros, and results that are 0 are not wanted. What only the backward passes use may be 0 for
   * inference.
   */
  public void bind(
      long x,
      long h0,
      long c0,
      long weights,
      long y,
      long hT,
      long cT,
      long work,
      long reserve,
      long dy,
      long dhT,
      long dcT,
      long dx,
      long dh0,
      long dc0,
      long dWeights) {
    requireOpen();
    this.x.moveTo(x);
    this.h0.moveTo(h0);
    this.c0.moveTo(c0);
    this.weights.moveTo(weights);
    this.y.moveTo(y);
    this.hT.moveTo(hT);
    this.cT.moveTo(cT);
    this.work.moveTo(work);
    this.reserve.moveTo(reserve);
    this.dy.moveTo(dy);
    this.dhT.moveTo(dhT);
    this.dcT.moveTo(dcT);
    this.dx.moveTo(dx);
    this.dh0.moveTo(dh0);
    this.dc0.moveTo(dc0);
    this.dWeights.moveTo(dWeights);
  }

  /** Enqueues y, hT and cT. Allocates nothing. */
  public void forward() {
    requireOpen();
    dnn.requireOpen();
    int status =
        cudnn.cudnnRNNForward(
            dnn.handle,
            descriptors.layer,
            mode,
            (IntPointer) null, // the lengths are those of the descriptors
            descriptors.x,
            x,
            descriptors.y,
            y,
            descriptors.state,
            h0,
            hT,
            descriptors.state,
            c0,
            cT,
            layout.bytes(),
            weights,
            workBytes,
            work,
            reserveBytes,
            reserve);
    if (status != 0) {
      CudaStatus.dnn(status, "cudnnRNNForward", what());
    }
  }

  /** Enqueues dx, dh0 and dc0; wants y, dy, h0 and c0. Allocates nothing. */
  public void backwardData() {
    requireTraining();
    int status =
        cudnn.cudnnRNNBackwardData_v8(
            dnn.handle,
            descriptors.layer,
            (IntPointer) null,
            descriptors.y,
            y,
            dy,
            descriptors.x,
            dx,
            descriptors.state,
            h0,
            dhT,
            dh0,
            descriptors.state,
            c0,
            dcT,
            dc0,
            layout.bytes(),
            weights,
            workBytes,
            work,
            reserveBytes,
            reserve);
    if (status != 0) {
      CudaStatus.dnn(status, "cudnnRNNBackwardData_v8", what());
    }
  }

  /** Enqueues that the weights' gradient is added to dWeights. Allocates nothing. */
  public void backwardWeights() {
    requireTraining();
    int status =
        cudnn.cudnnRNNBackwardWeights_v8(
            dnn.handle,
            descriptors.layer,
            cudnn.CUDNN_WGRAD_MODE_ADD,
            (IntPointer) null,
            descriptors.x,
            x,
            descriptors.state,
            h0,
            descriptors.y,
            y,
            layout.bytes(),
            dWeights,
            workBytes,
            work,
            reserveBytes,
            reserve);
    if (status != 0) {
      CudaStatus.dnn(status, "cudnnRNNBackwardWeights_v8", what());
    }
  }

  private void requireTraining() {
    requireOpen();
    dnn.requireOpen();
    if (!shape.training()) {
      throw new IllegalStateException(
          "backward passes must follow a forward pass for training, training=false; make the layer"
              + " for training");
    }
  }

  @Override
  void destroy() {
    descriptors.close();
  }
}
