package io.carousel.benchmarks.gpu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carousel.benchmarks.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** PyTorch, in the process that runs torch_steps.py. */
final class TorchSide implements Side {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LineProcess process;
  private final String description;

  private TorchSide(LineProcess process, String description) {
    this.process = process;
    this.description = description;
  }

  /** A system, or why there is none. */
  record Found(Optional<Side> side, String description) {}

  /** Listens to what the script says first. */
  static Found meet(LineProcess process) {
    JsonNode hello = parse(process.read());
    if (hello.hasNonNull("torch")) {
      String description = hello.get("torch").asText();
      return new Found(Optional.of(new TorchSide(process, description)), description);
    }
    process.close();
    return new Found(Optional.empty(), hello.path("missing").asText());
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public Loaded load(StepCase wanted) {
    Shape shape = wanted.shape();
    JsonNode said =
        ask(
            JSON.createObjectNode()
                .put("do", "load")
                .put("steps", shape.steps())
                .put("sequences", shape.sequences())
                .put("inputs", shape.inputs())
                .put("hidden", shape.hidden())
                .put("precision", wanted.precision().name())
                .put("part", wanted.part().name())
                .put("rate", StepCase.LEARNING_RATE)
                .put("norm", StepCase.MAXIMUM_NORM));
    List<Contender> contenders = new ArrayList<>();
    said.path("ways").forEach(way -> contenders.add(new Way(way.asText())));
    Map<String, double[]> checks = new LinkedHashMap<>();
    said.path("checks").properties().forEach(e -> checks.put(e.getKey(), array(e.getValue())));
    List<String> refused = new ArrayList<>();
    said.path("refused")
        .properties()
        .forEach(e -> refused.add(e.getKey() + " refused: " + e.getValue().asText()));
    return new Loaded(contenders, checks, String.join("; ", refused));
  }

  private static double[] array(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private JsonNode ask(ObjectNode command) {
    JsonNode said = parse(process.ask(command.toString()));
    if (said.hasNonNull("error")) {
      throw new IllegalStateException(
          "PyTorch failed, command=" + command + ": " + said.get("error").asText());
    }
    return said;
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "PyTorch's process must answer in JSON, line=" + line + "; see its messages above", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }

  /** One way that the script knows. */
  private final class Way implements Contender {
    private final String name;

    Way(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public double milliseconds(int count) {
      ObjectNode command =
          JSON.createObjectNode().put("do", "time").put("way", name).put("count", count);
      return ask(command).get("milliseconds").asDouble();
    }
  }
}
