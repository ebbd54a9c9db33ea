package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Where cuDNN keeps the parts of a layer's weights; it is asked, nothing is assumed. */
final class CudnnWeightLayout {
  private static final int MAX_DIMS = 3;

  private final Cudnn handle;
  private final CudnnRnnDescriptors descriptors;
  private final String what;
  private final long bytes;
  private final WeightPart[][] matrices;
  private final WeightPart[][] biases;

  /** Asks with a weight space that is really there, for the time of asking. */
  CudnnWeightLayout(Cudnn handle, CudnnRnnDescriptors descriptors, CudnnRnnShape shape) {
    this.handle = handle;
    this.descriptors = descriptors;
    this.what = shape.toString();
    this.bytes = readBytes();
    this.matrices = new WeightPart[shape.directions()][2 * shape.cell().gates()];
    this.biases = new WeightPart[shape.directions()][2 * shape.cell().gates()];
    try (DeviceMemory space = DeviceMemory.allocate(bytes)) {
      for (int pseudoLayer = 0; pseudoLayer < matrices.length; pseudoLayer++) {
        for (int linearLayer = 0; linearLayer < matrices[pseudoLayer].length; linearLayer++) {
          read(pseudoLayer, linearLayer, space.address());
        }
      }
    }
  }

  private long readBytes() {
    try (HostMemory cell = HostMemory.allocate(Long.BYTES)) {
      int status =
          cudnn.cudnnGetRNNWeightSpaceSize(
              handle.handle, descriptors.layer, new SizeTPointer(new Address(cell.address())));
      require(status, "cudnnGetRNNWeightSpaceSize");
      return cell.asLongBuffer(0, 1).get(0);
    }
  }

  long bytes() {
    return bytes;
  }

  WeightPart matrix(int pseudoLayer, int linearLayer) {
    return part(matrices, pseudoLayer, linearLayer);
  }

  /** Null if there is none. */
  WeightPart bias(int pseudoLayer, int linearLayer) {
    return part(biases, pseudoLayer, linearLayer);
  }

  private static WeightPart part(WeightPart[][] parts, int pseudoLayer, int linearLayer) {
    if (pseudoLayer < 0
        || pseudoLayer >= parts.length
        || linearLayer < 0
        || linearLayer >= parts[0].length) {
      throw new IllegalArgumentException(
          "pseudo-layer must be below "
              + parts.length
              + " and linear layer below "
              + parts[0].length
              + ", pseudoLayer="
              + pseudoLayer
              + ", linearLayer="
              + linearLayer);
    }
    return parts[pseudoLayer][linearLayer];
  }

  private void read(int pseudoLayer, int linearLayer, long base) {
    cudnnTensorStruct matrix = new cudnnTensorStruct();
    cudnnTensorStruct bias = new cudnnTensorStruct();
    try (HostMemory cells = HostMemory.allocate(2 * Long.BYTES)) {
      require(cudnn.cudnnCreateTensorDescriptor(matrix), "cudnnCreateTensorDescriptor");
      require(cudnn.cudnnCreateTensorDescriptor(bias), "cudnnCreateTensorDescriptor");
      int status =
          cudnn.cudnnGetRNNWeightParams(
              handle.handle,
              descriptors.layer,
              pseudoLayer,
              bytes,
              new Address(base),
              linearLayer,
              matrix,
              new PointerPointer<Pointer>(new Address(cells.address())),
              bias,
              new PointerPointer<Pointer>(new Address(cells.address() + Long.BYTES)));
      require(status, "cudnnGetRNNWeightParams");
      LongBuffer addresses = cells.asLongBuffer(0, 2);
      matrices[pseudoLayer][linearLayer] = part(matrix, addresses.get(0), base);
      biases[pseudoLayer][linearLayer] = part(bias, addresses.get(1), base);
    } finally {
      if (!bias.isNull()) {
        cudnn.cudnnDestroyTensorDescriptor(bias);
      }
      if (!matrix.isNull()) {
        cudnn.cudnnDestroyTensorDescriptor(matrix);
      }
    }
  }

  /** The dimensions are [1, rows, columns]. */
  private WeightPart part(cudnnTensorStruct descriptor, long address, long base) {
    if (address == 0) {
      return null;
    }
    try (HostMemory cells = HostMemory.allocate((2L + 2 * MAX_DIMS) * Integer.BYTES)) {
      int status =
          cudnn.cudnnGetTensorNdDescriptor(
              descriptor,
              MAX_DIMS,
              ints(cells, 0),
              ints(cells, 1),
              ints(cells, 2),
              ints(cells, 2 + MAX_DIMS));
      require(status, "cudnnGetTensorNdDescriptor");
      IntBuffer dims = cells.asIntBuffer(2 * Integer.BYTES, MAX_DIMS);
      return new WeightPart(address - base, dims.get(1), dims.get(2));
    }
  }

  private static IntPointer ints(HostMemory cells, int index) {
    return new IntPointer(new Address(cells.address() + (long) index * Integer.BYTES));
  }

  private void require(int status, String call) {
    CudaStatus.dnn(status, call, what);
  }
}
