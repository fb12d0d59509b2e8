package com.k2.marketdata.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dependencies between modules and between packages point in one direction. */
class PackageDependenciesTest {
  private static final String ROOT = "com.k2.marketdata.";
  private static final String[] TRANSFORMS = {
    "message",
    "kafka",
    "avro",
    "trade",
    "exchange",
    "lake",
    "failure",
    "progress",
    "serialized",
    "text"
  };
  private static final String[] PIPELINES = {
    "pipeline", "cycle", "loop", "options", "feed", "operate", "verify", "maintain", "replay"
  };
  private static final String[] RUNNERS = {
    "launch", "spark", "plan", "template", "cli", "sql", "stack"
  };

  /** Depends on no other module, which Maven ensures; only tests and benchmarks use it. */
  private static final String[] CHECK = {"check"};

  private static JavaClasses main;

  @BeforeAll
  static void read() {
    main =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/test-classes/"))
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("com.k2.marketdata");
  }

  @Test
  void runnersUsePipelinesAndPipelinesUseTransforms() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("transforms")
        .definedBy(all(TRANSFORMS))
        .layer("pipelines")
        .definedBy(all(PIPELINES))
        .layer("runners")
        .definedBy(all(RUNNERS))
        .whereLayer("pipelines")
        .mayOnlyBeAccessedByLayers("runners")
        .whereLayer("runners")
        .mayNotBeAccessedByAnyLayer()
        .check(main);
  }

  @Test
  void everyPackageBelongsToAModule() {
    Set<String> packages = new TreeSet<>();
    main.stream()
        .map(JavaClass::getPackageName)
        .map(name -> name.substring(ROOT.length()).replaceAll("\\..*", ""))
        .forEach(packages::add);
    Set<String> known = new TreeSet<>();
    for (String[] module : new String[][] {TRANSFORMS, PIPELINES, RUNNERS, CHECK}) {
      known.addAll(Set.of(module));
    }
    assertThat(packages).isEqualTo(known);
  }

  @Test
  void packagesOfTheLakeUseOnlyLowerOnes() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("catalog")
        .definedBy(ROOT + "lake.catalog")
        .layer("table")
        .definedBy(ROOT + "lake.table")
        .layer("ledger")
        .definedBy(ROOT + "lake.ledger")
        .layer("ledger.commit")
        .definedBy(ROOT + "lake.ledger.commit")
        .layer("write")
        .definedBy(ROOT + "lake.write..")
        .layer("read")
        .definedBy(ROOT + "lake.read")
        .layer("deadletter")
        .definedBy(ROOT + "lake.deadletter")
        .layer("commit")
        .definedBy(ROOT + "lake.commit")
        .layer("maintain")
        .definedBy(ROOT + "lake.maintain..")
        .whereLayer("table")
        .mayOnlyBeAccessedByLayers("write", "read", "deadletter", "commit", "maintain")
        .whereLayer("ledger")
        .mayOnlyBeAccessedByLayers(
            "ledger.commit", "write", "read", "deadletter", "commit", "maintain")
        .whereLayer("ledger.commit")
        .mayOnlyBeAccessedByLayers("deadletter", "commit", "maintain")
        .whereLayer("write")
        .mayOnlyBeAccessedByLayers("commit", "maintain")
        .whereLayer("read")
        .mayOnlyBeAccessedByLayers("maintain")
        .whereLayer("deadletter")
        .mayOnlyBeAccessedByLayers("commit", "maintain")
        .whereLayer("commit")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("maintain")
        .mayNotBeAccessedByAnyLayer()
        .check(main);
  }

  @Test
  void packagesOfMaintenanceStepsAreIndependent() {
    slices().matching(ROOT + "lake.maintain.(*)..").should().notDependOnEachOther().check(main);
  }

  @Test
  void packagesOfTheWriterUseOnlyLowerOnes() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("row")
        .definedBy(ROOT + "lake.write.row")
        .layer("spill")
        .definedBy(ROOT + "lake.write.spill")
        .layer("write")
        .definedBy(ROOT + "lake.write")
        .whereLayer("row")
        .mayOnlyBeAccessedByLayers("spill", "write")
        .whereLayer("spill")
        .mayOnlyBeAccessedByLayers("write")
        .whereLayer("write")
        .mayNotBeAccessedByAnyLayer()
        .check(main);
  }

  @Test
  void packagesOfAvroUseOnlyLowerOnes() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("record")
        .definedBy(ROOT + "avro.record")
        .layer("decoder")
        .definedBy(ROOT + "avro")
        .layer("registry")
        .definedBy(ROOT + "avro.registry")
        .whereLayer("decoder")
        .mayOnlyBeAccessedByLayers("registry")
        .whereLayer("registry")
        .mayNotBeAccessedByAnyLayer()
        .check(main);
  }

  @Test
  void packagesOfCyclesUseOnlyLowerOnes() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cycle")
        .definedBy(ROOT + "cycle")
        .layer("table")
        .definedBy(ROOT + "cycle.table")
        .layer("plan")
        .definedBy(ROOT + "cycle.plan")
        .layer("pipeline")
        .definedBy(ROOT + "pipeline")
        .layer("users")
        .definedBy(all("loop", "operate", "verify", "maintain", "launch", "cli"))
        .whereLayer("table")
        .mayOnlyBeAccessedByLayers("plan", "pipeline")
        .whereLayer("plan")
        .mayOnlyBeAccessedByLayers("pipeline")
        .check(main);
  }

  @Test
  void packagesOfContentsUseOnlyLowerOnes() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("finding")
        .definedBy(ROOT + "verify.contents.finding")
        .layer("row")
        .definedBy(ROOT + "verify.contents.row")
        .layer("ledger")
        .definedBy(ROOT + "verify.contents.recorded")
        .layer("task")
        .definedBy(ROOT + "verify.contents.task")
        .layer("diff")
        .definedBy(ROOT + "verify.contents.diff")
        .layer("contents")
        .definedBy(ROOT + "verify.contents")
        .layer("lower packages")
        .definedBy(ROOT + "verify.scan", ROOT + "verify.row", ROOT + "verify.judge")
        .layer("users")
        .definedBy(ROOT + "verify", ROOT + "verify.report", ROOT + "cli..")
        .whereLayer("row")
        .mayOnlyBeAccessedByLayers("task", "diff", "contents")
        .whereLayer("finding")
        .mayOnlyBeAccessedByLayers("row", "ledger", "diff", "contents", "users")
        .whereLayer("ledger")
        .mayOnlyBeAccessedByLayers("task", "diff", "contents", "users")
        .whereLayer("task")
        .mayOnlyBeAccessedByLayers("diff", "contents")
        .whereLayer("diff")
        .mayOnlyBeAccessedByLayers("contents")
        .whereLayer("contents")
        .mayOnlyBeAccessedByLayers("users")
        .whereLayer("users")
        .mayNotBeAccessedByAnyLayer()
        .check(main);
  }

  @Test
  void noTwoPackagesUseEachOther() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(main);
  }

  @Test
  void lowestPackagesUseNoOthers() {
    for (String lowest : new String[] {"message", "failure", "progress", "serialized", "text"}) {
      classes()
          .that()
          .resideInAPackage(ROOT + lowest)
          .should()
          .onlyDependOnClassesThat(
              DescribedPredicate.describe(
                  "are outside K2 or in " + lowest,
                  type ->
                      !type.getPackageName().startsWith(ROOT)
                          || type.getPackageName().equals(ROOT + lowest)))
          .check(main);
    }
  }

  @Test
  void librariesVendoredByBeamAreNotUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.beam.vendor..")
        .check(main);
  }

  private static String[] all(String... packages) {
    String[] patterns = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      patterns[i] = ROOT + packages[i] + "..";
    }
    return patterns;
  }
}
