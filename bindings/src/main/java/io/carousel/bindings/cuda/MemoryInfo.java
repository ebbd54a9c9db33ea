package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;

/** Memory of the current device, in bytes. */
record MemoryInfo(long free, long total) {
  static MemoryInfo read() {
    try (HostMemory cells = HostMemory.allocate(2 * Long.BYTES)) {
      int status =
          cudart.cudaMemGetInfo(
              new SizeTPointer(new Address(cells.address())),
              new SizeTPointer(new Address(cells.address() + Long.BYTES)));
      CudaStatus.runtime(status, "cudaMemGetInfo", "the current device");
      return new MemoryInfo(cells.asLongBuffer(0, 2).get(0), cells.asLongBuffer(0, 2).get(1));
    }
  }
}
