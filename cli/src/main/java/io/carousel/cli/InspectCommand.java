package io.carousel.cli;

import io.carousel.cli.option.ModelOption;
import io.carousel.cli.option.OutputOptions;
import io.carousel.cli.run.MetricsJson;
import io.carousel.cli.run.RecipeSummary;
import io.carousel.cli.terminal.Console;
import io.carousel.io.SavedModel;
import io.carousel.model.ParameterLayout.Tensor;
import io.carousel.predict.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a model file holds. */
@Command(
    name = "inspect",
    sortOptions = false,
    description = "Show what a model file holds: layers, parameters, how data become its input.",
    footer = {
      "%nExamples:",
      "  carousel inspect --model carousel-out/model.safetensors",
      "  carousel inspect --model carousel-out/model.safetensors --json"
    })
final class InspectCommand implements Callable<Integer> {
  /** A vocabulary can be long; --json shows all of it. */
  private static final int LONGEST = 300;

  private final Console console;

  @Mixin private ModelOption model = new ModelOption();
  @Mixin private OutputOptions output = new OutputOptions();

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    SavedModel saved = model.read();
    long bytes = size();
    Map<String, Object> recipe = RecipeSummary.of(saved.recipe());
    if (output.json()) {
      console.result(MetricsJson.write(document(saved.model(), recipe, bytes)));
    } else {
      console.result(saved.model().network().toTable().stripTrailing());
      console.result("");
      recipe.forEach((name, value) -> console.result(line(name, value)));
      console.result(
          String.format(Locale.ROOT, "%-12s %s, %,d bytes", "file", model.path(), bytes));
    }
    return ExitCode.OK;
  }

  private static String line(String name, Object value) {
    String text = value == null ? "-" : String.valueOf(value);
    String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
    return String.format("%-12s %s", name, shown);
  }

  private long size() {
    try {
      return Files.size(model.path());
    } catch (IOException e) {
      throw new UncheckedIOException("file must be readable, file=" + model.path(), e);
    }
  }

  private Map<String, Object> document(Model trained, Map<String, Object> recipe, long bytes) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("file", model.path().toString());
    document.put("bytes", bytes);
    document.put("parameters", trained.layout().size());
    document.put("input", trained.network().input().toString());
    document.put(
        "layers", trained.network().layers().stream().map(layer -> layer.describe()).toList());
    document.put("tensors", trained.layout().tensors().stream().map(this::tensor).toList());
    document.put("recipe", recipe);
    return document;
  }

  private Map<String, Object> tensor(Tensor tensor) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", tensor.name());
    entry.put("shape", List.copyOf(tensor.shape()));
    return entry;
  }
}
