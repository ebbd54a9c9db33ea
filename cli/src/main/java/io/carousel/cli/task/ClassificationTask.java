package io.carousel.cli.task;

import io.carousel.data.Sequences;
import io.carousel.internal.Require;
import io.carousel.io.CsvReader;
import io.carousel.io.CsvTable;
import io.carousel.io.FeatureEncoding;
import io.carousel.io.Recipe;
import io.carousel.loss.Loss;
import io.carousel.metric.Metric;
import io.carousel.model.NetworkSpec;
import io.carousel.model.Pooling;
import io.carousel.random.Philox;
import io.carousel.random.Purpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The class of a sequence, or of each of its steps. */
public final class ClassificationTask implements Task {
  private final Recipe.Classification recipe;
  private final Pooling pooling;
  private final Map<Part, Sequences> parts = new EnumMap<>(Part.class);
  private final List<String> summary = new ArrayList<>();

  private ClassificationTask(ClassificationSettings s) {
    CsvTable raw = CsvReader.read(s.sources().data());
    List<String> features = Tables.features(raw, s.features(), List.of(s.sequenceId(), s.label()));
    List<String> columns = Stream.concat(features.stream(), Stream.of(s.label())).toList();
    CsvTable table = Tables.treated(raw, columns, s.missing(), s.sequenceId());
    summary.add(Tables.describe(table));
    FeatureEncoding encoding = FeatureEncoding.fit(table, features, s.categorical());
    LabelledSequences all = LabelledSequences.of(table, encoding, s.sequenceId(), s.label());
    requireTwoLabels(all, "the data");
    Map<Part, LabelledSequences> dealt = deal(all, s);
    LabelledSequences training = dealt.get(Part.TRAIN);
    requireTwoLabels(training, "the training part");
    recipe = recipe(s, encoding, training);
    pooling = s.pooling();
    dealt.forEach(this::put);
    putFile(Part.VALIDATION, s.sources().validation());
    putFile(Part.TEST, s.sources().test());
    describe();
    summary.addAll(Spreads.remarks(training.spreads()));
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
            + sequences.labels()
            + ", column="
            + sequences.labelColumn()
            + ", file="
            + sequences.table().file());
  }

  private static Map<Part, LabelledSequences> deal(
      LabelledSequences all, ClassificationSettings s) {
    int[] order = new Philox(s.seed(), Purpose.USER, 0, 0).permutation(all.size());
    Shares split = s.sources().split();
    int validation = split.validationStart(all.size());
    int test = split.testStart(all.size());
    Map<Part, LabelledSequences> dealt = new EnumMap<>(Part.class);
    dealt.put(Part.TRAIN, cut(all, order, 0, validation));
    dealt.put(Part.VALIDATION, cut(all, order, validation, test));
    dealt.put(Part.TEST, cut(all, order, test, all.size()));
    requireShare(dealt.get(Part.TRAIN), "training", split.training(), all);
    requireShare(dealt.get(Part.VALIDATION), "validation", split.validation(), all);
    requireShare(dealt.get(Part.TEST), "test", split.test(), all);
    return dealt;
  }

  private static LabelledSequences cut(LabelledSequences all, int[] order, int from, int to) {
    return all.select(Arrays.copyOfRange(order, from, to));
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
      ClassificationSettings s, FeatureEncoding encoding, LabelledSequences training) {
    return new Recipe.Classification(
        encoding,
        s.sequenceId(),
        s.label(),
        training.labels(),
        s.perStep(),
        training.scaler(),
        s.missing());
  }

  private void put(Part part, LabelledSequences labelled) {
    if (labelled.size() > 0) {
      parts.put(part, sequences(labelled, recipe));
    }
  }

  private void putFile(Part part, Path file) {
    if (file != null) {
      LabelledSequences labelled = LabelledSequences.read(file, recipe, true);
      summary.add(Tables.describe(labelled.table()));
      put(part, labelled);
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
                .append(set.totalSteps())
                .append(" steps)"));
    summary.add(text.toString());
    summary.add("features " + recipe.features().names() + ", labels " + recipe.labels());
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
  public Map<String, Map<Metric, Double>> baseline() {
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
