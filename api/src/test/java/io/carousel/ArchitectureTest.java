package io.carousel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions in which the packages of api may depend on each other. */
@AnalyzeClasses(packages = "io.carousel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule PACKAGES_DEPEND_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("train")
          .definedBy("io.carousel.train..")
          .layer("predict")
          .definedBy("io.carousel.predict..")
          .layer("selection")
          .definedBy("io.carousel")
          .layer("plan")
          .definedBy("io.carousel.plan..")
          .layer("reference")
          .definedBy("io.carousel.reference..")
          .layer("data")
          .definedBy("io.carousel.data..")
          .layer("spi")
          .definedBy("io.carousel.spi..")
          .layer("specs")
          .definedBy("io.carousel.model..", "io.carousel.loss..", "io.carousel.optim..")
          .layer("metric")
          .definedBy("io.carousel.metric..")
          .whereLayer("train")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("reference")
          .mayOnlyBeAccessedByLayers("selection")
          .whereLayer("predict")
          .mayOnlyBeAccessedByLayers("train")
          .whereLayer("selection")
          .mayOnlyBeAccessedByLayers("predict")
          .whereLayer("plan")
          .mayOnlyBeAccessedByLayers("predict", "train")
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers("predict", "train")
          .whereLayer("metric")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("spi")
          .mayOnlyBeAccessedByLayers("train", "predict", "selection", "plan", "reference", "data")
          .whereLayer("specs")
          .mayOnlyBeAccessedByLayers("train", "predict", "plan", "reference", "data", "spi");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.carousel.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_JDK_IS_USED =
      classes().should().onlyDependOnClassesThat().resideInAnyPackage("java..", "io.carousel..");

  @ArchTest
  static final ArchRule ONLY_THE_PROVIDER_OF_THE_REFERENCE_IS_PUBLIC =
      classes()
          .that()
          .resideInAPackage("io.carousel.reference")
          .and()
          .doNotHaveSimpleName("ReferenceProvider")
          .should()
          .notBePublic();

  @ArchTest
  static final ArchRule SPECS_KNOW_NO_BACKEND =
      noClasses()
          .that()
          .resideInAnyPackage("io.carousel.model..", "io.carousel.loss..", "io.carousel.optim..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.carousel.spi..", "io.carousel.plan..");
}
