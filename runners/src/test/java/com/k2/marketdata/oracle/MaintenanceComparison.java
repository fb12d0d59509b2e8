package com.k2.marketdata.oracle;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.testing.SparkProcedures;
import com.k2.marketdata.testing.SparkSql;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures expiry and orphan removal by {@code k2 maintain} and by Spark's procedures on the same
 * table: 2,000 files, 500 snapshots. Both run in a JVM that stays, and in turn; omit the first
 * round as warm-up. Arguments: an empty folder, the number of rounds.
 */
public final class MaintenanceComparison {
  private final Path state;
  private final Path backup;
  private final Upkeep upkeep;
  private final SparkSql spark;

  private MaintenanceComparison(Path folder, SparkSql spark) throws IOException {
    this.state = folder.resolve("state").toAbsolutePath();
    this.backup = folder.resolve("backup").toAbsolutePath();
    this.spark = spark;
    this.upkeep =
        Upkeep.ofAgedTable(
            LocalCatalog.in(state, "market_data"),
            1,
            state.resolve("warehouse"),
            SparkProcedures::path);
    call("cp", "-a", state.toString(), backup.toString());
  }

  public static void main(String[] args) throws IOException {
    try (SparkSql spark =
        SparkSql.start(
            List.of("-Xmx1g", "-Dspark.master=local[2]", "-Dspark.sql.shuffle.partitions=2"))) {
      MaintenanceComparison comparison = new MaintenanceComparison(Path.of(args[0]), spark);
      System.out.println("round  step     by     wall s  CPU s");
      for (int round = 1; round <= Integer.parseInt(args[1]); round++) {
        comparison.k2(round);
        comparison.spark(round);
      }
    }
    System.exit(0);
  }

  private void k2(int round) throws IOException {
    CatalogConfig catalog = restored(round);
    for (String step : List.of("expire", "orphans")) {
      Duration cpu = ownCpu();
      long begin = System.nanoTime();
      if (!upkeep.run(catalog, step, "--execute").clean()) {
        throw new IllegalStateException(step + " failed");
      }
      print(round, step, "K2", Duration.ofNanos(System.nanoTime() - begin), ownCpu().minus(cpu));
    }
  }

  private void spark(int round) throws IOException {
    restored(round);
    // A name of the folder that no earlier round had, so that its session opens the catalog again.
    Path named = Path.of(state + "/../state".repeat(round));
    SparkProcedures procedures = SparkProcedures.of(spark, named);
    spark(
        round,
        "expire",
        () ->
            procedures.expire(
                AgedTable.NAME,
                upkeep.snapshotsBefore(),
                "retain_last => " + upkeep.minSnapshots()));
    spark(
        round,
        "orphans",
        () ->
            procedures.orphans(
                AgedTable.NAME,
                false,
                "older_than => " + SparkProcedures.at(upkeep.orphansBefore())));
  }

  private static void spark(int round, String step, Supplier<SparkProcedures.Deletions> procedure) {
    Duration cpu = sparkCpu();
    Duration took = procedure.get().took();
    print(round, step, "Spark", took, sparkCpu().minus(cpu));
  }

  /** The table as it was filled, in a catalog that is opened again. */
  private CatalogConfig restored(int round) throws IOException {
    call("rm", "-rf", state.toString());
    call("cp", "-a", backup.toString(), state.toString());
    CatalogConfig local = LocalCatalog.in(state, "market_data");
    Map<String, String> properties = new HashMap<>(local.properties());
    properties.put("k2.test.round", Integer.toString(round));
    return new CatalogConfig(local.namespace(), properties);
  }

  private static void print(int round, String step, String by, Duration wall, Duration cpu) {
    System.out.printf(
        "%5d  %-7s  %-5s  %6.2f  %5.2f%n",
        round, step, by, wall.toMillis() / 1000.0, cpu.toMillis() / 1000.0);
  }

  private static Duration ownCpu() {
    return Duration.ofNanos(
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
  }

  /** Spark is the only child that runs now. */
  private static Duration sparkCpu() {
    return ProcessHandle.current()
        .children()
        .findFirst()
        .flatMap(child -> child.info().totalCpuDuration())
        .orElseThrow();
  }

  private static void call(String... command) throws IOException {
    try {
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
