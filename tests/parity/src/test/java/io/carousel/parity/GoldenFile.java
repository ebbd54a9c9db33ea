package io.carousel.parity;

import io.carousel.model.Cell;
import io.carousel.model.Direction;
import io.carousel.model.NetworkSpec;
import io.carousel.model.RecurrentSpec;
import io.carousel.spi.PlanShape;
import io.carousel.spi.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A golden file: a recurrent stack, what goes in, and what libtorch says comes out. It is
 * safetensors as {@code tests/peers/golden} writes it, and nothing else is understood.
 *
 * @param lengths l_n
 * @param tensors the weights by Carousel's names; x, h0, c0, dy, dhT and dcT; then y, hT, cT, dx,
 *     dh0, dc0 and the gradients by the weights, named d/ and the weight
 */
record GoldenFile(
    String name,
    NetworkSpec network,
    int steps,
    List<Integer> lengths,
    Map<String, Tensor> tensors) {

  private static final Pattern TEXT = Pattern.compile("\"(\\w+)\":\"([^\"]*)\"");
  private static final Pattern TENSOR =
      Pattern.compile(
          "\"([^\"]+)\":\\{\"dtype\":\"F32\",\"shape\":\\[([\\d,]+)],"
              + "\"data_offsets\":\\[(\\d+),(\\d+)]}");

  /** The names of all files. */
  static List<String> names() {
    return new String(bytes("index.txt"), StandardCharsets.UTF_8).lines().toList();
  }

  static GoldenFile read(String name) {
    ByteBuffer file = ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[Math.toIntExact(file.getLong())];
    file.get(header);
    String json = new String(header, StandardCharsets.UTF_8);
    Map<String, String> about = new LinkedHashMap<>();
    TEXT.matcher(json).results().forEach(r -> about.put(r.group(1), r.group(2)));
    ByteBuffer data = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    TENSOR.matcher(json).results().forEach(r -> tensors.put(r.group(1), tensor(r, data)));
    int steps = Integer.parseInt(about.get("steps"));
    return new GoldenFile(name, network(about), steps, integers(about.get("lengths")), tensors);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = GoldenFile.class.getResourceAsStream("golden/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "golden file must be on the class path, file=" + name + "; run tests/peers/golden");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static NetworkSpec network(Map<String, String> about) {
    RecurrentSpec spec =
        RecurrentSpec.of(Cell.valueOf(about.get("cell")), Integer.parseInt(about.get("hidden")))
            .withLayers(Integer.parseInt(about.get("layers")))
            .withDirection(Direction.valueOf(about.get("direction")));
    return NetworkSpec.input(Integer.parseInt(about.get("input"))).then(spec);
  }

  private static Tensor tensor(MatchResult entry, ByteBuffer data) {
    int begin = Integer.parseInt(entry.group(3));
    double[] values = new double[(Integer.parseInt(entry.group(4)) - begin) / Float.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.getFloat(begin + i * Float.BYTES);
    }
    return new Tensor(entry.group(1), integers(entry.group(2)), values);
  }

  private static List<Integer> integers(String text) {
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  double[] values(String tensor) {
    return tensors.get(tensor).values();
  }

  int sequences() {
    return lengths.size();
  }

  /** With h0 and c0 given; ragged if a length differs from T. */
  PlanShape shape() {
    boolean ragged = lengths.stream().anyMatch(length -> length != steps);
    return new PlanShape(steps, sequences(), ragged, true, Precision.STRICT);
  }

  /** Whether row t * N + n stands before the length of sequence n. */
  boolean isValid(int row) {
    return row / sequences() < lengths.get(row % sequences());
  }

  /** What a backend must compute. */
  List<Tensor> results() {
    List<String> outputs = List.of("y", "hT", "cT", "dx", "dh0", "dc0");
    return tensors.values().stream()
        .filter(t -> outputs.contains(t.name()) || t.name().startsWith("d/"))
        .toList();
  }

  /** A result's tolerance: that of all layers together. */
  Tolerance tolerance(String tensor) {
    return tensor.startsWith("d")
        ? Accumulation.gradient(network, shape())
        : Accumulation.forward(network, steps, Precision.STRICT);
  }
}
