package io.carousel.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir Path folder;

  @Test
  void aSecondRunIsKeptOutUntilTheFirstEnds() {
    RunFolder run = new RunFolder(folder);
    try (RunLock first = run.lock()) {
      assertThat(first).isNotNull();
      assertThatThrownBy(run::lock)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "out must not be in use by another run, out="
                  + folder
                  + "; wait for that run, or choose another folder with --out");
    }
    run.lock().close();
  }

  @Test
  void whatKilledWritersLeftIsRemovedAndNothingElse() throws IOException {
    Path leftover = folder.resolve(".model.safetensors.6f1c2f0e-7a57-4f0f-9d9c-0d1c5a8e4b11.tmp");
    for (String name : new String[] {".mine.tmp", "model.safetensors", "x.tmp"}) {
      Files.createFile(folder.resolve(name));
    }
    Files.createFile(leftover);
    new RunFolder(folder).lock().close();
    assertThat(leftover).doesNotExist();
    assertThat(folder.resolve(".mine.tmp")).exists();
    assertThat(folder.resolve("x.tmp")).exists();
    assertThat(folder.resolve("model.safetensors")).exists();
  }

  @Test
  void theFilesOfARunningWriterStay() throws IOException {
    Path temporary = folder.resolve(".history.csv.6f1c2f0e-7a57-4f0f-9d9c-0d1c5a8e4b11.tmp");
    try (FileChannel lock =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(lock.lock()).isNotNull();
      Files.createFile(temporary);
      assertThatThrownBy(() -> new RunFolder(folder).lock())
          .hasMessageStartingWith("out must not be in use by another run");
    }
    assertThat(temporary).exists();
  }
}
