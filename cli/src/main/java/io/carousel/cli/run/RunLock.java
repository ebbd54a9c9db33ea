package io.carousel.cli.run;

import io.carousel.io.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second run out of a run's folder: both would write the same files in turn. The lock goes
 * with the process, however that ends; the empty file {@code .lock} stays.
 */
public final class RunLock implements AutoCloseable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a folder and removes what killed writers have left in it.
   *
   * @throws IllegalArgumentException if a run is using it
   */
  static RunLock of(Path folder) {
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new IllegalArgumentException(
            "out must not be in use by another run, out="
                + folder
                + "; wait for that run, or choose another folder with --out");
      }
      RunLock lock = new RunLock(channel);
      lock.clearUp(folder);
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "out must be a folder with files that can be locked, out="
              + folder
              + ": "
              + e.getMessage()
              + "; choose another with --out",
          e);
    }
  }

  private void clearUp(Path folder) throws IOException {
    try {
      AtomicFile.removeLeftovers(folder);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this very process
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of a folder must close", e);
    }
  }
}
