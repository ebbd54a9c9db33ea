package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import org.bytedeco.cuda.cudnn.cudnnDropoutStruct;
import org.bytedeco.cuda.cudnn.cudnnRNNDataStruct;
import org.bytedeco.cuda.cudnn.cudnnRNNStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.javacpp.IntPointer;

/** What cuDNN is told of a recurrent layer: the layer, its input and output, its states. */
final class CudnnRnnDescriptors implements AutoCloseable {
  /** The most bytes that one number of padding has. */
  private static final int FILL = 8;

  final cudnnRNNStruct layer = new cudnnRNNStruct();
  final cudnnRNNDataStruct x = new cudnnRNNDataStruct();
  final cudnnRNNDataStruct y = new cudnnRNNDataStruct();

  /** Of hidden and cell states alike: [directions, N, H]. */
  final cudnnTensorStruct state = new cudnnTensorStruct();

  private final cudnnDropoutStruct dropout = new cudnnDropoutStruct();
  private final CudnnRnnShape shape;
  private final String what;
  private final HostMemory memory;
  private final IntPointer lengths;
  private final Address fill;

  CudnnRnnDescriptors(Cudnn handle, CudnnRnnShape shape) {
    this.shape = shape;
    this.what = shape.toString();
    this.memory = HostMemory.allocate(FILL + (long) Integer.BYTES * shape.sequences());
    this.fill = new Address(memory.address());
    this.lengths = new IntPointer(new Address(memory.address() + FILL));
    try {
      create();
      describeLayer(handle);
      describeState();
      for (int n = 0; n < shape.sequences(); n++) {
        lengths.put(n, shape.steps());
      }
      describeData();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void create() {
    require(cudnn.cudnnCreateDropoutDescriptor(dropout), "cudnnCreateDropoutDescriptor");
    require(cudnn.cudnnCreateRNNDescriptor(layer), "cudnnCreateRNNDescriptor");
    require(cudnn.cudnnCreateTensorDescriptor(state), "cudnnCreateTensorDescriptor");
    require(cudnn.cudnnCreateRNNDataDescriptor(x), "cudnnCreateRNNDataDescriptor");
    require(cudnn.cudnnCreateRNNDataDescriptor(y), "cudnnCreateRNNDataDescriptor");
  }

  /** One layer, no projection, no dropout, which would be between layers only. */
  private void describeLayer(Cudnn handle) {
    require(
        cudnn.cudnnSetDropoutDescriptor(dropout, handle.handle, 0, null, 0, 0),
        "cudnnSetDropoutDescriptor");
    require(
        cudnn.cudnnSetRNNDescriptor_v8(
            layer,
            shape.algorithm().code,
            shape.cell().code,
            shape.doubleBias() ? cudnn.CUDNN_RNN_DOUBLE_BIAS : cudnn.CUDNN_RNN_SINGLE_INP_BIAS,
            shape.bidirectional() ? cudnn.CUDNN_BIDIRECTIONAL : cudnn.CUDNN_UNIDIRECTIONAL,
            cudnn.CUDNN_LINEAR_INPUT,
            shape.type().dnn,
            cudnn.CUDNN_DATA_FLOAT,
            shape.math().dnn,
            shape.inputWidth(),
            shape.hiddenSize(),
            shape.hiddenSize(),
            1,
            dropout,
            cudnn.CUDNN_RNN_PADDED_IO_ENABLED),
        "cudnnSetRNNDescriptor_v8");
    if (shape.algorithm() == RnnAlgorithm.PERSIST_DYNAMIC) {
      require(
          cudnn.cudnnBuildRNNDynamic(handle.handle, layer, shape.sequences()),
          "cudnnBuildRNNDynamic");
    }
  }

  private void describeState() {
    int n = shape.sequences();
    int h = shape.hiddenSize();
    int[] dims = {shape.directions(), n, h};
    int[] strides = {n * h, h, 1};
    require(
        cudnn.cudnnSetTensorNdDescriptor(state, shape.type().dnn, 3, dims, strides),
        "cudnnSetTensorNdDescriptor");
  }

  /**
   * Tells cuDNN the lengths. Allocates nothing.
   *
   * @throws IllegalArgumentException unless there is one of 1 to T per sequence
   */
  void lengths(int[] perSequence) {
    if (perSequence.length != shape.sequences()) {
      throw new IllegalArgumentException(
          "there must be one length per sequence, lengths="
              + perSequence.length
              + ", sequences="
              + shape.sequences());
    }
    for (int n = 0; n < perSequence.length; n++) {
      if (perSequence[n] < 1 || perSequence[n] > shape.steps()) {
        throw new IllegalArgumentException(
            "cuDNN's lengths must be in 1 to "
                + shape.steps()
                + ", sequence="
                + n
                + ", length="
                + perSequence[n]
                + "; let an empty sequence run one step and mask it");
      }
      lengths.put(n, perSequence[n]);
    }
    describeData();
  }

  private void describeData() {
    describeData(x, shape.inputWidth());
    describeData(y, shape.hiddenSize() * shape.directions());
  }

  private void describeData(cudnnRNNDataStruct data, int width) {
    int status =
        cudnn.cudnnSetRNNDataDescriptor(
            data,
            shape.type().dnn,
            cudnn.CUDNN_RNN_DATA_LAYOUT_SEQ_MAJOR_UNPACKED,
            shape.steps(),
            shape.sequences(),
            width,
            lengths,
            fill);
    require(status, "cudnnSetRNNDataDescriptor");
  }

  private void require(int status, String call) {
    if (status != 0) {
      CudaStatus.dnn(status, call, what);
    }
  }

  /** Destroys those that were created. What cuDNN says to it changes nothing. */
  @Override
  public void close() {
    if (!y.isNull()) {
      cudnn.cudnnDestroyRNNDataDescriptor(y);
    }
    if (!x.isNull()) {
      cudnn.cudnnDestroyRNNDataDescriptor(x);
    }
    if (!state.isNull()) {
      cudnn.cudnnDestroyTensorDescriptor(state);
    }
    if (!layer.isNull()) {
      cudnn.cudnnDestroyRNNDescriptor(layer);
    }
    if (!dropout.isNull()) {
      cudnn.cudnnDestroyDropoutDescriptor(dropout);
    }
    memory.close();
  }
}
