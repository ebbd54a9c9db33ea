package io.carousel.gpu;

import io.carousel.bindings.NativeCallException;
import io.carousel.bindings.cuda.CudaGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * Tasks that are run again and again in the same order. The first run does them one by one, for
 * whatever libraries set up when they are first called; from the second on, stretches that may be
 * captured are CUDA graphs, which cost one launch each.
 */
final class GpuProgram implements AutoCloseable {
  /** The system property that, set to {@code off}, has every task run by itself. */
  static final String PROPERTY = "carousel.gpu.graphs";

  private static final System.Logger LOG = System.getLogger(GpuProgram.class.getName());

  private final GpuMemory memory;
  private final GpuQueue queue;
  private final List<CudaGraph> graphs = new ArrayList<>();
  private GpuTask[] tasks;
  private boolean capture = !"off".equals(System.getProperty(PROPERTY));
  private boolean warm;

  GpuProgram(GpuMemory memory, List<GpuTask> tasks) {
    this.memory = memory;
    this.queue = memory.backend.queue();
    this.tasks = tasks.toArray(new GpuTask[0]);
  }

  /** Puts all tasks in line; the caller has entered the queue. */
  void run() {
    if (warm && capture && !memory.captureRefused) {
      capture();
    }
    warm = true;
    for (GpuTask task : tasks) {
      task.run();
    }
  }

  /** How many tasks a run puts in line. */
  int size() {
    return tasks.length;
  }

  /** Turns stretches into graphs; on a refusal everything stays as it is. */
  private void capture() {
    capture = false;
    List<GpuTask> shorter = new ArrayList<>();
    List<GpuTask> stretch = new ArrayList<>();
    try {
      for (GpuTask task : tasks) {
        if (task.capturable()) {
          stretch.add(task);
        } else {
          flush(stretch, shorter);
          shorter.add(task);
        }
      }
      flush(stretch, shorter);
      tasks = shorter.toArray(new GpuTask[0]);
    } catch (NativeCallException e) {
      close();
      memory.captureRefused = true;
      LOG.log(
          System.Logger.Level.INFO,
          "this plan runs its kernels one by one, since CUDA cannot capture them: "
              + e.getMessage());
    }
  }

  /** A graph for a stretch of two tasks or more. */
  private void flush(List<GpuTask> stretch, List<GpuTask> to) {
    if (stretch.size() < 2) {
      to.addAll(stretch);
    } else {
      CudaGraph graph = queue.stream().capture(() -> stretch.forEach(GpuTask::run));
      graphs.add(graph);
      to.add(() -> graph.launch(queue.stream()));
    }
    stretch.clear();
  }

  @Override
  public void close() {
    graphs.forEach(CudaGraph::close);
    graphs.clear();
  }
}
