package io.carousel.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** Commands know options, options know runs, runs know tasks; never the other way. */
@AnalyzeClasses(packages = "io.carousel.cli", importOptions = DoNotIncludeTests.class)
class DirectionsTest {
  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.carousel.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule COMMANDS_ON_TOP =
      ArchRuleDefinition.noClasses()
          .that()
          .resideInAPackage("io.carousel.cli.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.carousel.cli");

  @ArchTest
  static final ArchRule TASKS_KNOW_NO_OPTIONS =
      ArchRuleDefinition.noClasses()
          .that()
          .resideInAnyPackage("io.carousel.cli.task", "io.carousel.cli.run")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..", "io.carousel.cli.option");
}
