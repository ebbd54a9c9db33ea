package io.carousel.peers.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a file per case, and their names into {@code index.txt}. */
@Command(
    name = "golden",
    mixinStandardHelpOptions = true,
    description = "Writes what libtorch computes, for the parity suite to compare with.")
final class GoldenWriter implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "Where the files go.")
  private Path folder;

  /** Writes all files. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new GoldenWriter()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    torch.set_num_threads(1);
    Files.createDirectories(folder);
    List<String> index = new ArrayList<>();
    long bytes = 0;
    for (GoldenCase subject : GoldenCase.all()) {
      Path file = folder.resolve(subject.name() + ".safetensors");
      write(subject, file);
      index.add(file.getFileName().toString());
      bytes += Files.size(file);
    }
    Files.write(folder.resolve("index.txt"), index);
    System.out.println(index.size() + " files, " + bytes + " bytes in " + folder);
    return 0;
  }

  private static void write(GoldenCase subject, Path file) throws IOException {
    Map<String, Numbers> given = GivenNumbers.of(subject);
    Map<String, Numbers> all = new LinkedHashMap<>(given);
    all.putAll(TorchStack.results(subject, given));
    Map<String, String> metadata = new LinkedHashMap<>(subject.metadata());
    metadata.put("madeBy", "tests/peers/golden: libtorch, float64, rounded to float32");
    SafetensorsWriter.write(file, metadata, all);
  }
}
