package io.carousel.io;

import io.carousel.data.Scaler;
import io.carousel.data.Series;
import io.carousel.internal.Require;
import io.carousel.internal.Shown;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** What must be known beside the network to use a model on files: how data become numbers. */
public sealed interface Recipe {
  /** Which record a recipe is. What differs by kind switches over these, without a default. */
  enum Kind {
    NONE,
    FORECAST,
    CLASSIFICATION,
    LANGUAGE
  }

  /** The kind: a recipe of kind {@link Kind#FORECAST} is a {@link Forecast}, and so on. */
  Kind kind();

  /** The task as options and files name it: the kind in lower case. */
  default String task() {
    return kind().name().toLowerCase(Locale.ROOT);
  }

  /**
   * This recipe as one of the kind that a command needs.
   *
   * @throws IllegalArgumentException if it is for another task
   */
  default <R extends Recipe> R as(Class<R> kind) {
    if (!kind.isInstance(this)) {
      String wanted = kind.getSimpleName().toLowerCase(Locale.ROOT);
      throw new IllegalArgumentException(
          "the model must be made for " + wanted + ", task=" + task() + "; choose another model");
    }
    return kind.cast(this);
  }

  /** This recipe for files that are read in another way. */
  default Recipe reading(UnaryOperator<Reading> change) {
    return switch (kind()) {
      case NONE, LANGUAGE -> this;
      case FORECAST -> ((Forecast) this).read(change);
      case CLASSIFICATION -> ((Classification) this).read(change);
    };
  }

  /** Nothing is known: the model was made by a program. */
  record None() implements Recipe {
    @Override
    public Kind kind() {
      return Kind.NONE;
    }
  }

  /**
   * Numbers in the future of a series.
   *
   * @param features the input columns
   * @param targets the columns that are forecast
   * @param window how many rows the network sees
   * @param horizon how many rows ahead it forecasts
   * @param season the rows of one season, 0 where none is known
   * @param scaler of {@link #columnNames()}, learned from the training part
   * @param seriesIdColumn the column that tells series apart, or null
   * @param reading how files are read
   */
  record Forecast(
      FeatureEncoding features,
      List<String> targets,
      int window,
      int horizon,
      int season,
      Scaler scaler,
      String seriesIdColumn,
      Reading reading)
      implements Recipe {
    public Forecast {
      Objects.requireNonNull(features, "features");
      Objects.requireNonNull(reading, "reading");
      targets = List.copyOf(targets);
      Require.that(!targets.isEmpty(), "a forecast needs a target, targets=[]");
      Require.that(
          targets.stream().distinct().count() == targets.size(),
          "targets must all be different, targets=" + Shown.list(targets));
      Require.positive(window, "window");
      Require.positive(horizon, "horizon");
      Require.notNegative(season, "season");
      requireScaler(scaler, features.including(targets).names());
    }

    @Override
    public Kind kind() {
      return Kind.FORECAST;
    }

    private Forecast read(UnaryOperator<Reading> change) {
      return new Forecast(
          features,
          targets,
          window,
          horizon,
          season,
          scaler,
          seriesIdColumn,
          change.apply(reading));
    }

    /** The names of all numbers in a row: the features, then the targets not among them. */
    public List<String> columnNames() {
      return features.including(targets).names();
    }

    /** Rows of a table as {@link #columnNames()}, not scaled; errors as in the encoding's apply. */
    public Series series(CsvTable table, int[] rows, String id) {
      return features.including(targets).apply(table, rows, id);
    }
  }

  /**
   * The class of a sequence, or of each of its steps.
   *
   * @param features the input columns
   * @param sequenceIdColumn the column that tells sequences apart
   * @param labelColumn the column of the class
   * @param labels the classes in the order of the network's outputs
   * @param perStep whether each step has a class of its own
   * @param scaler of the features, learned from the training part
   * @param reading how files are read
   */
  record Classification(
      FeatureEncoding features,
      String sequenceIdColumn,
      String labelColumn,
      List<String> labels,
      boolean perStep,
      Scaler scaler,
      Reading reading)
      implements Recipe {
    public Classification {
      Objects.requireNonNull(features, "features");
      Objects.requireNonNull(sequenceIdColumn, "sequenceIdColumn");
      Objects.requireNonNull(labelColumn, "labelColumn");
      Objects.requireNonNull(reading, "reading");
      labels = List.copyOf(labels);
      Require.that(
          labels.stream().distinct().count() == labels.size() && labels.size() >= 2,
          "labels must be at least two and all different, labels=" + Shown.list(labels));
      requireScaler(scaler, features.names());
    }

    @Override
    public Kind kind() {
      return Kind.CLASSIFICATION;
    }

    private Classification read(UnaryOperator<Reading> change) {
      return new Classification(
          features, sequenceIdColumn, labelColumn, labels, perStep, scaler, change.apply(reading));
    }
  }

  /**
   * The next token of a text.
   *
   * @param vocabulary its tokens
   */
  record Language(Vocabulary vocabulary) implements Recipe {
    public Language {
      Objects.requireNonNull(vocabulary, "vocabulary");
    }

    @Override
    public Kind kind() {
      return Kind.LANGUAGE;
    }
  }

  private static void requireScaler(Scaler scaler, List<String> columns) {
    Require.that(
        scaler.columns().equals(columns),
        "the scaler must have the columns of the data, scaler="
            + Shown.list(scaler.columns())
            + ", columns="
            + Shown.list(columns));
  }
}
