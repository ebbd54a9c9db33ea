package io.carousel.emulated;

import static org.bytedeco.cuda.global.cudnn.*;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import io.carousel.bindings.cuda.Device;
import java.util.Arrays;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.cudnn.cudnnDropoutStruct;
import org.bytedeco.cuda.cudnn.cudnnRNNDataStruct;
import org.bytedeco.cuda.cudnn.cudnnRNNStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * What cuDNN itself says to sequences of no steps, which the bindings refuse: a program, since a
 * device may be of no use after it. Statuses are cuDNN's numbers, 0 is success.
 */
final class ZeroLengths {
  private static final int WIDTH = 8;
  private static final int STEPS = 4;
  private static final long ROOM = 1 << 20;

  private final cudnnContext handle = new cudnnContext();
  private final cudnnRNNStruct layer = new cudnnRNNStruct();
  private final cudnnRNNDataStruct x = new cudnnRNNDataStruct();
  private final cudnnRNNDataStruct y = new cudnnRNNDataStruct();
  private final cudnnTensorStruct state = new cudnnTensorStruct();
  private final HostMemory cells = HostMemory.allocate(4L * Long.BYTES);
  private final Rig rig = new Rig();

  private ZeroLengths() {}

  /** Prints a line for each list of lengths. */
  public static void main(String[] arguments) {
    RealDevice.orExit();
    Device.open(0);
    for (int[] lengths : new int[][] {{4, 4, 4}, {4, 0, 2}, {0, 0, 0}}) {
      System.out.println(
          "lengths " + Arrays.toString(lengths) + ": " + new ZeroLengths().run(lengths));
    }
    Runtime.getRuntime().halt(0); // whatever state the device is in
  }

  private String run(int[] lengths) {
    require(cudnnCreate(handle));
    describeLayer();
    require(cudnnCreateRNNDataDescriptor(x));
    require(cudnnCreateRNNDataDescriptor(y));
    int described = describe(x, lengths);
    if (described != 0) {
      return "description " + described;
    }
    require(describe(y, lengths));
    require(cudnnCreateTensorDescriptor(state));
    int[] dims = {1, lengths.length, WIDTH};
    int[] strides = {lengths.length * WIDTH, WIDTH, 1};
    require(cudnnSetTensorNdDescriptor(state, CUDNN_DATA_FLOAT, 3, dims, strides));
    return calls();
  }

  private void describeLayer() {
    cudnnDropoutStruct dropout = new cudnnDropoutStruct();
    require(cudnnCreateDropoutDescriptor(dropout));
    require(cudnnSetDropoutDescriptor(dropout, handle, 0, null, 0, 0));
    require(cudnnCreateRNNDescriptor(layer));
    require(
        cudnnSetRNNDescriptor_v8(
            layer,
            CUDNN_RNN_ALGO_STANDARD,
            CUDNN_LSTM,
            CUDNN_RNN_DOUBLE_BIAS,
            CUDNN_UNIDIRECTIONAL,
            CUDNN_LINEAR_INPUT,
            CUDNN_DATA_FLOAT,
            CUDNN_DATA_FLOAT,
            CUDNN_FMA_MATH,
            WIDTH,
            WIDTH,
            WIDTH,
            1,
            dropout,
            CUDNN_RNN_PADDED_IO_ENABLED));
  }

  private int describe(cudnnRNNDataStruct data, int[] lengths) {
    return cudnnSetRNNDataDescriptor(
        data,
        CUDNN_DATA_FLOAT,
        CUDNN_RNN_DATA_LAYOUT_SEQ_MAJOR_UNPACKED,
        STEPS,
        lengths.length,
        WIDTH,
        lengths,
        new Address(cells.address() + 3L * Long.BYTES));
  }

  private SizeTPointer cell(int index) {
    return new SizeTPointer(new Address(cells.address() + (long) index * Long.BYTES));
  }

  private Address room() {
    return room(ROOM);
  }

  /** More where cuDNN wants more: its work space alone was 8.4 MB on an H200. */
  private Address room(long bytes) {
    return new Address(rig.memory(Math.max(ROOM, bytes)));
  }

  private String calls() {
    require(cudnnGetRNNWeightSpaceSize(handle, layer, cell(0)));
    int spaces =
        cudnnGetRNNTempSpaceSizes(handle, layer, CUDNN_FWD_MODE_TRAINING, x, cell(1), cell(2));
    if (spaces != 0) {
      return "spaces " + spaces;
    }
    long weightBytes = cells.asLongBuffer(0, 3).get(0);
    long workBytes = cells.asLongBuffer(0, 3).get(1);
    long reserveBytes = cells.asLongBuffer(0, 3).get(2);
    Address weights = room(weightBytes);
    Address work = room(workBytes);
    Address reserve = room(reserveBytes);
    Address in = room();
    Address out = room();
    IntPointer none = null;
    int forward =
        cudnnRNNForward(
            handle,
            layer,
            CUDNN_FWD_MODE_TRAINING,
            none,
            x,
            in,
            y,
            out,
            state,
            room(),
            room(),
            state,
            room(),
            room(),
            weightBytes,
            weights,
            workBytes,
            work,
            reserveBytes,
            reserve);
    int data =
        cudnnRNNBackwardData_v8(
            handle,
            layer,
            none,
            y,
            out,
            room(),
            x,
            room(),
            state,
            room(),
            room(),
            room(),
            state,
            room(),
            room(),
            room(),
            weightBytes,
            weights,
            workBytes,
            work,
            reserveBytes,
            reserve);
    int gradients =
        cudnnRNNBackwardWeights_v8(
            handle,
            layer,
            CUDNN_WGRAD_MODE_ADD,
            none,
            x,
            in,
            state,
            room(),
            y,
            out,
            weightBytes,
            room(),
            workBytes,
            work,
            reserveBytes,
            reserve);
    int end = cudart.cudaDeviceSynchronize();
    return "forward "
        + forward
        + (", backward data " + data + ", backward weights " + gradients + ", end " + end);
  }

  private static void require(int status) {
    if (status != 0) {
      throw new IllegalStateException("cuDNN must do as it is told, status=" + status);
    }
  }
}
