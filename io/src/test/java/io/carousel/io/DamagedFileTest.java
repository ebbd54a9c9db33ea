package io.carousel.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.carousel.predict.Model;
import io.carousel.spi.NumberType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Valid files with random damage: reading either works or says what is wrong. */
class DamagedFileTest {
  private static final int TRIES = 2000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("damaged.safetensors");
  }

  @Test
  void damagedModelsAreRefusedWithOneKindOfException() throws IOException {
    Model model = Model.fresh(Examples.large(), 1);
    ModelFile.write(file, new SavedModel(model, Examples.forecast()));
    int refused = refusals(Files.readAllBytes(file), ModelFile::read);
    assertThat(refused).isBetween(TRIES / 4, TRIES - 1);
  }

  @Test
  void damagedCheckpointsAreRefusedWithOneKindOfException() throws IOException {
    CheckpointFile.write(
        file, Examples.checkpoint(Examples.large(), NumberType.F64, new Random(1)));
    int refused = refusals(Files.readAllBytes(file), CheckpointFile::read);
    assertThat(refused).isBetween(TRIES / 4, TRIES - 1);
  }

  private int refusals(byte[] valid, Consumer<Path> reader) throws IOException {
    Random random = new Random(42);
    int refused = 0;
    for (int i = 0; i < TRIES; i++) {
      Files.write(file, damaged(valid, random));
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        reader.accept(file);
      } catch (MalformedFileException e) {
        assertThat(e.getMessage()).contains("file=" + file);
        refused++;
      }
      long cost = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertThat(cost).isLessThan(5_000_000L);
    }
    return refused;
  }

  private static byte[] damaged(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    int header = 8 + (bytes[0] & 0xff) + 256 * (bytes[1] & 0xff);
    switch (random.nextInt(6)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
      case 2 -> bytes[random.nextInt(8)] = (byte) random.nextInt(256);
      case 3 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 4 -> changeDigit(bytes, header, random);
      default -> swap(bytes, header, random);
    }
    return bytes;
  }

  /** Numbers in the header that lie are the most dangerous damage. */
  private static void changeDigit(byte[] bytes, int header, Random random) {
    int at = 8 + random.nextInt(header - 8);
    while (bytes[at] < '0' || bytes[at] > '9') {
      at = 8 + random.nextInt(header - 8);
    }
    bytes[at] = (byte) ('0' + random.nextInt(10));
  }

  private static void swap(byte[] bytes, int header, Random random) {
    int at = 8 + random.nextInt(header - 8);
    bytes[at] = bytes[8 + random.nextInt(header - 8)];
  }
}
