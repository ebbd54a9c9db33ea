package io.carousel.gpu;

import io.carousel.spi.Kernel;
import java.util.ArrayList;
import java.util.List;

/** A kernel as the tasks that it is made of, which are known once addresses are. */
final class GpuWork implements Kernel {
  private final List<GpuTask> tasks = new ArrayList<>();

  void add(GpuTask task) {
    tasks.add(task);
  }

  List<GpuTask> tasks() {
    return tasks;
  }

  @Override
  public void run() {
    for (GpuTask task : tasks) {
      task.run();
    }
  }
}
