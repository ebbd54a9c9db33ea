package io.carousel.gpu;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * Which algorithm was found fastest for which shape, on this device and version of cuDNN. It is
 * remembered between runs, since timings differ a little each time and another choice would mean
 * other bits.
 */
final class GpuChoices {
  private static final String FILE = "algorithms.properties";

  private final GpuFiles files;
  private final String device;
  private final Properties known = new Properties();

  GpuChoices(GpuFiles files, String device) {
    this.files = files;
    this.device = device;
    files.read(FILE).ifPresent(this::load);
  }

  private void load(byte[] content) {
    try {
      known.load(new ByteArrayInputStream(content));
    } catch (IOException | IllegalArgumentException e) {
      known.clear(); // a damaged file is as good as none
    }
  }

  /** What was chosen for this shape. */
  synchronized Optional<String> of(String shape) {
    return Optional.ofNullable(known.getProperty(key(shape)));
  }

  /** Remembers what was chosen. */
  synchronized void remember(String shape, String choice) {
    known.setProperty(key(shape), choice);
    write();
  }

  /** What was chosen holds no longer. */
  synchronized void forget(String shape) {
    if (known.remove(key(shape)) != null) {
      write();
    }
  }

  private void write() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      known.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.write(FILE, out.toByteArray());
  }

  private String key(String shape) {
    return device + " " + shape;
  }
}
