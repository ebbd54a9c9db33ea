package io.carousel.io;

import io.carousel.internal.Require;
import io.carousel.model.NetworkSpec;
import io.carousel.model.ParameterLayout;
import io.carousel.spi.NumberType;
import io.carousel.spi.Parameters;
import io.carousel.spi.Precision;
import io.carousel.train.Checkpoint;
import io.carousel.train.TrainingSettings;
import io.carousel.train.TrainingState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A checkpoint as one safetensors file in the backend's number type, bit for bit. The tensors of
 * each block stand under the block's name: {@code weights/1.lstm.0.forward.W}, {@code
 * gradients/...}, {@code first-moment/...}, {@code second-moment/...}, {@code best/...}; the
 * carried states are the vector {@code carried}. The metadata have {@code format} ({@value
 * #FORMAT}), {@code version}, {@code network}, {@code backend}, {@code type}, {@code precision}
 * (strict where it is missing), {@code settings}, {@code state}, {@code recipe} and {@code
 * command}.
 */
public final class CheckpointFile {
  /** What the metadata say under {@code format}. */
  public static final String FORMAT = "carousel-checkpoint";

  private static final String BACKEND = "backend";
  private static final String TYPE = "type";
  private static final String PRECISION = "precision";
  private static final String SETTINGS = "settings";
  private static final String STATE = "state";
  private static final String RECIPE = "recipe";
  private static final String COMMAND = "command";
  private static final String BEST = "best/";
  private static final String CARRIED = "carried";

  private CheckpointFile() {}

  private static String prefix(Parameters.Block block) {
    return block.name().toLowerCase(Locale.ROOT).replace('_', '-') + "/";
  }

  /** Writes a checkpoint without a recipe; as {@link #write(Path, SavedRun)}. */
  public static void write(Path path, Checkpoint checkpoint) {
    write(path, new SavedRun(checkpoint, new Recipe.None(), CommandRecord.NONE));
  }

  /**
   * Writes a checkpoint, or replaces it so that a reader finds the old one or the new one; errors
   * as in {@link AtomicFile#write}.
   *
   * @throws IllegalArgumentException if the weights are missing, if a block is not as long as the
   *     network's layout, or if a number of an F32 checkpoint is not a float32
   */
  public static void write(Path path, SavedRun run) {
    Checkpoint checkpoint = run.checkpoint();
    Require.that(
        checkpoint.blocks().containsKey(Parameters.Block.WEIGHTS),
        "a checkpoint needs weights, blocks=" + checkpoint.blocks().keySet());
    Map<String, String> metadata = NetworkMetadata.of(FORMAT, checkpoint.network());
    metadata.put(BACKEND, Json.write(String.class, checkpoint.backend()));
    metadata.put(TYPE, Json.write(NumberType.class, checkpoint.type()));
    metadata.put(PRECISION, Json.write(Precision.class, checkpoint.precision()));
    metadata.put(SETTINGS, Json.write(TrainingSettings.class, checkpoint.settings()));
    metadata.put(STATE, Json.write(TrainingState.class, checkpoint.state()));
    metadata.put(RECIPE, Json.write(Recipe.class, run.recipe()));
    metadata.put(COMMAND, Json.write(CommandRecord.class, run.command()));
    SafetensorsFile.write(path, metadata, tensors(checkpoint));
  }

  /** All blocks as tensors under their names. */
  static List<TensorData> tensors(Checkpoint checkpoint) {
    ParameterLayout layout = ParameterLayout.of(checkpoint.network());
    List<TensorData> tensors = new ArrayList<>();
    for (Parameters.Block block : Parameters.Block.values()) {
      if (checkpoint.blocks().containsKey(block)) {
        add(tensors, prefix(block), layout, checkpoint.type(), checkpoint.blocks().get(block));
      }
    }
    if (checkpoint.bestWeights() != null) {
      add(tensors, BEST, layout, checkpoint.type(), checkpoint.bestWeights());
    }
    double[] carried = checkpoint.carried();
    if (carried != null) {
      requireExact(CARRIED, checkpoint.type(), carried);
      tensors.add(TensorData.of(CARRIED, checkpoint.type(), List.of(carried.length), carried, 0));
    }
    return tensors;
  }

  private static void add(
      List<TensorData> tensors,
      String prefix,
      ParameterLayout layout,
      NumberType type,
      double[] block) {
    String name = prefix.substring(0, prefix.length() - 1);
    Require.that(
        block.length == layout.size(),
        "a block must be as long as the network's layout, block="
            + name
            + ", length="
            + block.length
            + ", layout="
            + layout.size());
    requireExact(name, type, block);
    for (ParameterLayout.Tensor t : layout.tensors()) {
      tensors.add(TensorData.of(prefix + t.name(), type, t.shape(), block, (int) t.offset()));
    }
  }

  private static void requireExact(String name, NumberType type, double[] block) {
    for (int i = 0; i < block.length; i++) {
      if (Double.compare(block[i], type.nearest(block[i])) != 0) {
        throw new IllegalArgumentException(
            "an "
                + type
                + " checkpoint must hold "
                + type.label()
                + " numbers, block="
                + name
                + ", index="
                + i
                + ", value="
                + block[i]);
      }
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @throws IllegalArgumentException if there is no such file
   * @throws MalformedFileException if the file is anything but a checkpoint as {@link #write}
   *     writes it; the message gives field and value
   * @throws java.io.UncheckedIOException if the machine fails
   */
  public static SavedRun read(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      NetworkMetadata.require(file, FORMAT);
      NetworkSpec network = NetworkMetadata.network(file);
      String backend = json(String.class, file, BACKEND);
      NumberType type = json(NumberType.class, file, TYPE);
      Precision precision = precision(file);
      TrainingSettings settings = json(TrainingSettings.class, file, SETTINGS);
      TrainingState state = json(TrainingState.class, file, STATE);
      Recipe recipe = json(Recipe.class, file, RECIPE);
      ParameterLayout layout = NetworkMetadata.layout(network, file);
      Blocks blocks = new Blocks(file, type, layout);
      Checkpoint checkpoint =
          new Checkpoint(
              network,
              settings,
              backend,
              type,
              precision,
              state,
              blocks.map(),
              blocks.best(),
              blocks.carried());
      return new SavedRun(checkpoint, recipe, json(CommandRecord.class, file, COMMAND));
    }
  }

  /** Reads only how the run was asked for; errors as in {@link #read}. */
  public static CommandRecord readCommand(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      NetworkMetadata.require(file, FORMAT);
      return json(CommandRecord.class, file, COMMAND);
    }
  }

  private static Precision precision(SafetensorsFile file) {
    return file.metadata().containsKey(PRECISION)
        ? json(Precision.class, file, PRECISION)
        : Precision.STRICT;
  }

  private static <T> T json(Class<T> type, SafetensorsFile file, String entry) {
    return Json.read(type, NetworkMetadata.entry(file, entry), entry, file.path());
  }

  /** Checks all names and shapes first, then reads. */
  private static final class Blocks {
    private final SafetensorsFile file;
    private final Map<Parameters.Block, List<TensorEntry>> blocks =
        new EnumMap<>(Parameters.Block.class);
    private final List<TensorEntry> best;
    private final TensorEntry carried;

    Blocks(SafetensorsFile file, NumberType type, ParameterLayout layout) {
      this.file = file;
      TensorGroup group = new TensorGroup(file, type);
      for (Parameters.Block block : Parameters.Block.values()) {
        if (block == Parameters.Block.WEIGHTS || group.has(prefix(block))) {
          blocks.put(block, group.take(prefix(block), layout));
        }
      }
      best = group.has(BEST) ? group.take(BEST, layout) : null;
      carried = group.has(CARRIED) ? group.take(CARRIED) : null;
      group.requireNoMore();
    }

    Map<Parameters.Block, double[]> map() {
      Map<Parameters.Block, double[]> numbers = new EnumMap<>(Parameters.Block.class);
      blocks.forEach((block, tensors) -> numbers.put(block, read(tensors)));
      return Collections.unmodifiableMap(numbers);
    }

    double[] best() {
      return best == null ? null : read(best);
    }

    double[] carried() {
      return carried == null ? null : read(List.of(carried));
    }

    private double[] read(List<TensorEntry> tensors) {
      long elements = tensors.stream().mapToLong(TensorEntry::elements).sum();
      double[] numbers = new double[Require.arraySize(elements, "a block")];
      int at = 0;
      for (TensorEntry tensor : tensors) {
        file.read(tensor, numbers, at);
        at += (int) tensor.elements();
      }
      return numbers;
    }
  }
}
