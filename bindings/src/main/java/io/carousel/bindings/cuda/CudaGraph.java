package io.carousel.bindings.cuda;

import io.carousel.bindings.Address;
import io.carousel.bindings.HostMemory;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraphNode_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;

/** Work that was recorded once and is enqueued by one call; its addresses are fixed. */
public final class CudaGraph extends CudaHandle {
  private final CUgraphExec_st handle = new CUgraphExec_st();
  private final int nodes;

  private CudaGraph(CUgraph_st graph, int nodes) {
    super("CUDA graph of " + nodes + " nodes");
    this.nodes = nodes;
    CudaStatus.runtime(
        cudart.cudaGraphInstantiate(handle, graph, 0), "cudaGraphInstantiate", what());
    opened();
  }

  /** Takes over the graph, which the runnable form does not need. */
  static CudaGraph of(CUgraph_st graph) {
    try {
      return new CudaGraph(graph, count(graph));
    } finally {
      cudart.cudaGraphDestroy(graph);
    }
  }

  private static int count(CUgraph_st graph) {
    try (HostMemory cell = HostMemory.allocate(Long.BYTES)) {
      int status =
          cudart.cudaGraphGetNodes(
              graph, (CUgraphNode_st) null, new SizeTPointer(new Address(cell.address())));
      CudaStatus.runtime(status, "cudaGraphGetNodes", "a captured graph");
      return Math.toIntExact(cell.asLongBuffer(0, 1).get(0));
    }
  }

  /** Enqueues all of it. Allocates nothing. */
  public void launch(CudaStream stream) {
    requireOpen();
    stream.requireOpen();
    int status = cudart.cudaGraphLaunch(handle, stream.handle);
    if (status != 0) {
      CudaStatus.runtime(status, "cudaGraphLaunch", what());
    }
  }

  /** How many kernels, copies and the like it has. */
  public int nodes() {
    return nodes;
  }

  @Override
  void destroy() {
    CudaStatus.runtime(cudart.cudaGraphExecDestroy(handle), "cudaGraphExecDestroy", what());
  }
}
