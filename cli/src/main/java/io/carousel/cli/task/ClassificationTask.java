package io.carousel.cli.task;

import io.carousel.data.Sequences;
import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import io.carousel.io.CsvTable;
import io.carousel.io.FeatureEncoding;
import io.carousel.io.Recipe;
import io.carousel.loss.Loss;
import io.carousel.model.NetworkSpec;
import io.carousel.model.Pooling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The class of a sequence, or of each of its steps. */
public final class ClassificationTask implements Task {
  private final Recipe.Classification recipe;
  private final Pooling pooling;
  private final Map<Part, Sequences> parts = new EnumMap<>(Part.class);
  private final List<String> summary = new ArrayList<>();

  private ClassificationTask(ClassificationSettings s) {
    LabelledSequences all = read(s);
    requireTwoLabels(all, "the data");
    Map<Part, LabelledSequences> dealt = deal(all, s);
    LabelledSequences training = dealt.get(Part.TRAIN);
    requireTwoLabels(training, "the training part");
    recipe = recipe(s, training);
    pooling = s.pooling();
    dealt.forEach((part, sequences) -> put(part, sequences, s.strict()));
    putFile(Part.VALIDATION, s.sources().validation());
    putFile(Part.TEST, s.sources().test());
    describe();
    summary.addAll(Spreads.remarks(training.spreads()));
  }

  private LabelledSequences read(ClassificationSettings s) {
    TableRequest request =
        new TableRequest(
            s.sources().data(), s.reading(), s.columns(), List.of(), s.sequenceId(), s.label());
    TableRequest.Read read = request.read();
    CsvTable table = read.table();
    FeatureEncoding encoding =
        FeatureEncoding.fit(
            table, read.features(), s.columns().categorical(), s.reading().missing());
    summary.add(Tables.describe(table));
    summary.addAll(Tables.unnamedRemarks(s.columns().unnamed(table.columnNames())));
    summary.addAll(Tables.rowNumberRemarks(table, read.features()));
    LabelledSequences all =
        LabelledSequences.of(table, s.reading(), encoding, s.sequenceId(), s.label());
    summary.addAll(all.remarks());
    return all;
  }

  /** Reads the files and deals the sequences out to parts. */
  public static ClassificationTask of(ClassificationSettings settings) {
    return new ClassificationTask(settings);
  }

  private static void requireTwoLabels(LabelledSequences sequences, String where) {
    Require.that(
        sequences.labels().size() >= 2,
        where
            + " must have at least two different labels, labels="
            + Shown.list(sequences.labels())
            + ", column="
            + sequences.labelColumn()
            + ", file="
            + sequences.table().file());
  }

  /** Classes are told apart only where a sequence has one. */
  private Map<Part, LabelledSequences> deal(LabelledSequences all, ClassificationSettings s) {
    Shares split = s.sources().split();
    List<String> classes =
        IntStream.range(0, all.size()).mapToObj(i -> s.perStep() ? "" : all.firstLabel(i)).toList();
    tellRare(classes, s);
    Map<Part, LabelledSequences> dealt = new EnumMap<>(Part.class);
    Deal.of(classes, split, s.seed()).forEach((part, which) -> dealt.put(part, all.select(which)));
    requireShare(dealt.get(Part.TRAIN), "training", split.training(), all);
    requireShare(dealt.get(Part.VALIDATION), "validation", split.validation(), all);
    requireShare(dealt.get(Part.TEST), "test", split.test(), all);
    return dealt;
  }

  /** A class of one or two sequences cannot be in every part. */
  private void tellRare(List<String> classes, ClassificationSettings s) {
    Shares split = s.sources().split();
    long parts =
        Stream.of(split.training(), split.validation(), split.test()).filter(x -> x > 0).count();
    Map<String, Long> sizes =
        classes.stream()
            .collect(Collectors.groupingBy(c -> c, TreeMap::new, Collectors.counting()));
    List<String> rare = sizes.keySet().stream().filter(c -> sizes.get(c) < parts).toList();
    if (rare.isEmpty() || s.perStep()) {
      return;
    }
    String text =
        rare.size()
            + " of "
            + sizes.size()
            + " classes have fewer sequences than there are parts (the first: "
            + rare.get(0)
            + " with "
            + sizes.get(rare.get(0))
            + ")";
    Require.that(!s.strict(), text + "; use more data, or leave --strict out");
    summary.add(text + ": training has one of each, other parts may lack them");
  }

  private static void requireShare(
      LabelledSequences part, String name, double share, LabelledSequences all) {
    Require.that(
        share == 0 || part.size() > 0,
        "the "
            + name
            + " part must hold a sequence, share="
            + share
            + ", sequences="
            + all.size()
            + "; give it a larger share or use more data");
  }

  private static Recipe.Classification recipe(
      ClassificationSettings s, LabelledSequences training) {
    return new Recipe.Classification(
        training.encoding(),
        s.sequenceId(),
        s.label(),
        training.labels(),
        s.perStep(),
        training.scaler(),
        ForecastData.known(s.reading(), training.times()));
  }

  private void put(Part part, LabelledSequences labelled, boolean strict) {
    LabelledSequences known = strict ? labelled : labelled.known(recipe.labels());
    int left = labelled.size() - known.size();
    if (left > 0) {
      summary.add(
          "left out "
              + Shown.count(left, "sequence")
              + " of the "
              + part.key()
              + " part with labels that training has not; --strict refuses them");
    }
    if (known.size() > 0) {
      parts.put(part, sequences(known, recipe));
    }
  }

  /** A file of its own has to fit: what it is measured by must not be chosen by its labels. */
  private void putFile(Part part, Path file) {
    if (file != null) {
      LabelledSequences labelled = LabelledSequences.read(file, recipe, true);
      summary.add(Tables.describe(labelled.table()));
      put(part, labelled, true);
    }
  }

  static Sequences sequences(LabelledSequences labelled, Recipe.Classification recipe) {
    return Sequences.of(
        IntStream.range(0, labelled.size()).mapToObj(i -> labelled.sequence(i, recipe)).toList());
  }

  private void describe() {
    StringBuilder text = new StringBuilder("sequences:");
    parts.forEach(
        (part, set) ->
            text.append(' ')
                .append(part.key())
                .append(' ')
                .append(set.size())
                .append(" (")
                .append(Shown.count(set.totalSteps(), "step"))
                .append(")"));
    summary.add(text.toString());
    summary.add(
        "features "
            + Shown.list(recipe.features().names())
            + ", labels "
            + Shown.list(recipe.labels()));
  }

  @Override
  public Recipe recipe() {
    return recipe;
  }

  @Override
  public NetworkSpec network(Body body) {
    NetworkSpec input = NetworkSpec.input(recipe.features().width());
    int classes = recipe.labels().size();
    return recipe.perStep()
        ? body.perStep(input, classes)
        : body.perSequence(input, pooling, classes);
  }

  @Override
  public Loss loss() {
    return Loss.softmaxCrossEntropy();
  }

  @Override
  public Sequences training() {
    return parts.get(Part.TRAIN);
  }

  @Override
  public Sequences validation() {
    return parts.get(Part.VALIDATION);
  }

  @Override
  public Exam exam(Part part) {
    return parts.containsKey(part)
        ? LabelScore.exam(parts.get(part), recipe.labels().size())
        : null;
  }

  @Override
  public Map<String, Measures> baseline() {
    Sequences test = parts.get(Part.TEST);
    return test == null
        ? Map.of()
        : Map.of("majority", LabelScore.majority(training(), test, recipe.labels().size()));
  }

  @Override
  public List<String> summary() {
    return List.copyOf(summary);
  }
}
