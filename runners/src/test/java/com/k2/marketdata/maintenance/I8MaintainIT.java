package com.k2.marketdata.maintenance;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.loop.StopSignal;
import com.k2.marketdata.maintain.Maintenance;
import com.k2.marketdata.maintain.MaintenanceReport;
import com.k2.marketdata.maintain.MaintenanceReport.TableReport;
import com.k2.marketdata.maintain.MaintenanceSettings;
import com.k2.marketdata.maintain.StepReport;
import com.k2.marketdata.maintain.StepReport.Outcome;
import com.k2.marketdata.options.MaintainOptions;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I8: maintenance removes files and snapshots, and nothing that a query or a position needs. */
class I8MaintainIT {
  private static final int CYCLES = 8;

  /** Below the age from which snapshots expire, and below half the age of orphans. */
  private static final String CYCLE_AGE = "--maxCycleAge=5m";

  private static final Duration LATER = Duration.ofHours(3);

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @Test
  void dryRunChangesNothing() throws IOException {
    Market market = manyCycles();
    Path plan = state.resolve("plan.jsonl");
    Map<String, Long> before = files();

    MaintenanceReport report = maintain(LATER, "--settle=0s", "--plan=" + plan);
    assertThat(report.tables()).extracting(TableReport::table).containsExactlyElementsOf(TABLES);
    for (TableReport table : report.tables()) {
      assertThat(table.reasons()).isEmpty();
      assertThat(table.steps())
          .extracting(StepReport::outcome)
          .as(table.table())
          .containsExactly(
              Outcome.PLANNED, expires(table) ? Outcome.PLANNED : Outcome.NOTHING, Outcome.NOTHING);
      assertThat(table.health().orElseThrow().smallFiles()).isGreaterThan(1);
      assertThat(table.health().orElseThrow().rowsOfOthers()).isZero();
    }
    assertThat(Files.readAllLines(plan))
        .filteredOn(line -> line.contains("\"uuid\""))
        .hasSize(TABLES.size());
    assertThat(Files.readString(plan)).contains("\"step\":\"compact\"", "\"kind\":\"snapshot\"");
    Files.delete(plan);
    assertThat(files()).isEqualTo(before);
    market.maintain().succeeded();
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void executionKeepsRowsAndPositions(String runner) throws IOException {
    Market market = manyCycles();
    Map<String, List<String>> rows = rows(market);
    Map<String, Map<Integer, Long>> positions = positions(market);
    Path orphan = plantOrphan(market.table(SILVER), "lost.parquet");

    String onRunner = "--runner=" + runner;
    market.maintain("--execute", "--steps=compact", "--settle=0s", onRunner).succeeded();
    assertThat(files(market.table(BRONZE))).isEqualTo(1);
    MaintenanceReport executed = maintain(LATER, "--execute", "--steps=expire,orphans", onRunner);
    assertThat(executed.exitCode()).as(executed.toString()).isEqualTo(ExitCode.DONE);
    for (TableReport table : executed.tables()) {
      assertThat(table.steps().get(0).outcome())
          .as(table.table())
          .isEqualTo(expires(table) ? Outcome.DONE : Outcome.NOTHING);
      if (expires(table)) {
        assertThat(market.table(table.table()).snapshots()).hasSizeLessThan(5);
      }
    }
    assertThat(orphan).doesNotExist();

    assertThat(rows(market)).isEqualTo(rows);
    assertThat(positions(market)).isEqualTo(positions);
    market.assertVerified();
    market.assertExactlyOnce();
    // By this clock, the fences of orphan removal have made other snapshots old enough.
    maintain(LATER, "--execute", "--steps=expire");
    MaintenanceReport again = maintain(LATER, "--settle=0s", onRunner);
    assertThat(again.tables())
        .flatExtracting(TableReport::steps)
        .extracting(StepReport::outcome)
        .as(again.toString())
        .containsOnly(Outcome.NOTHING);

    market.publish(0, 10);
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  /** The dead letters keep their snapshots for an hour longer than silver. */
  private static boolean expires(TableReport table) {
    return !table.table().equals(DEAD_LETTERS);
  }

  @Test
  void snapshotsOfMaintenanceSaySo() {
    Market market = manyCycles();
    market.maintain("--execute", "--steps=compact", "--settle=0s").succeeded();
    for (String name : TABLES) {
      Snapshot current = market.table(name).currentSnapshot();
      assertThat(current.operation()).isEqualTo("replace");
      assertThat(current.summary().get("k2.maintain")).as(name).endsWith(" compact");
    }
  }

  @Test
  void onlyWhatBothPlansListIsDone() throws IOException {
    Market market = manyCycles();
    Path planned = plantOrphan(market.table(BRONZE), "planned.parquet");
    Path plan = state.resolve("plan.jsonl");
    String tables = "--tables=" + BRONZE + "," + SILVER;
    maintain(LATER, "--steps=orphans", tables, "--plan=" + plan);
    Path later = plantOrphan(market.table(BRONZE), "later.parquet");
    Path other = plantOrphan(market.table(DEAD_LETTERS), "other.parquet");

    MaintenanceReport report =
        maintain(LATER, "--execute", "--steps=expire,orphans", "--plan=" + plan);
    assertThat(report.exitCode()).as(report.toString()).isEqualTo(ExitCode.DONE);
    assertThat(planned).doesNotExist();
    assertThat(later).exists();
    assertThat(other).exists();
    assertThat(report.tables().get(0).steps().get(0).outcome()).isEqualTo(Outcome.NOTHING);
    market.assertVerified();
  }

  @Test
  void brokenTableIsRefusedAndOthersAreMaintained() throws IOException {
    Market market = manyCycles();
    Table silver = market.table(SILVER);
    String manifest = silver.currentSnapshot().allManifests(silver.io()).get(0).path();
    Path kept = plantOrphan(silver, "kept.parquet");
    Files.write(path(manifest), new byte[0]);

    MaintenanceReport report = maintain(LATER, "--execute", "--steps=expire,orphans");
    assertThat(report.exitCode()).isEqualTo(ExitCode.MAINTENANCE);
    Map<String, TableReport> tables = new TreeMap<>();
    report.tables().forEach(table -> tables.put(table.table(), table));
    assertThat(tables.get(SILVER).steps())
        .extracting(StepReport::outcome)
        .as(tables.get(SILVER).toString())
        .containsExactly(Outcome.REFUSED, Outcome.REFUSED);
    assertThat(tables.get(SILVER).reasons())
        .anyMatch(why -> why.contains(path(manifest).toString()));
    assertThat(kept).exists();
    assertThat(market.table(SILVER).snapshots()).hasSizeGreaterThanOrEqualTo(CYCLES);
    assertThat(tables.get(BRONZE).reasons()).isEmpty();
    assertThat(market.table(BRONZE).snapshots()).hasSizeLessThan(5);
  }

  @Test
  void unreadBronzeSnapshotsAreKept() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);
    market.run("bronze", CYCLE_AGE).succeeded();
    market.run("silver", CYCLE_AGE).succeeded();
    market.publish(0, 50);
    market.run("bronze", CYCLE_AGE, "--maxRecordsPerCycle=5").succeeded();
    int snapshots = market.commits(BRONZE);

    MaintenanceReport report = maintain(LATER, "--execute", "--steps=expire", "--tables=" + BRONZE);
    assertThat(report.tables().get(0).steps().get(0).notes())
        .anyMatch(note -> note.contains("silver has not read the rows after it"));
    assertThat(market.table(BRONZE).snapshots()).hasSizeGreaterThan(snapshots - 4);
    market.run("silver").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  /** Tables with a small file and a snapshot for each of some cycles. */
  private Market manyCycles() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 5 * CYCLES);
    market.run("medallion", CYCLE_AGE, "--maxRecordsPerCycle=5").succeeded();
    return market;
  }

  /** Runs maintenance as if it were later. */
  private MaintenanceReport maintain(Duration later, String... options) {
    List<String> all =
        Stream.concat(
                Stream.of("--young", "--snapshotAge=10m", "--minSnapshots=1", "--orphanAge=30m"),
                Stream.of(options))
            .toList();
    MaintainOptions parsed =
        Arguments.parseJob(MaintainOptions.class, "k2-maintain", all.toArray(String[]::new));
    try (CycleRunner runner = Runners.of(parsed)) {
      return new Maintenance(
              LocalCatalog.in(state, "market_data"),
              MaintenanceSettings.of(parsed),
              Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC))
          .run(runner, new StopSignal())
          .orElseThrow();
    }
  }

  private static Path plantOrphan(Table table, String name) throws IOException {
    Path file = path(table.location()).resolve("data").resolve(name);
    Files.write(file, new byte[] {1, 2, 3});
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(LATER)));
    return file;
  }

  private static Path path(String location) {
    return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
  }

  private static long files(Table table) {
    return Long.parseLong(table.currentSnapshot().summary().get("total-data-files"));
  }

  private static Map<String, List<String>> rows(Market market) {
    Map<String, List<String>> rows = new TreeMap<>();
    TABLES.forEach(name -> rows.put(name, market.tables().contents(name)));
    return rows;
  }

  private static Map<String, Map<Integer, Long>> positions(Market market) {
    Map<String, Map<Integer, Long>> positions = new TreeMap<>();
    TABLES.forEach(name -> positions.put(name, market.position(name)));
    return positions;
  }

  /** The files of the tables, with their sizes. */
  private Map<String, Long> files() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(state)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (file.toString().contains("_trades/")) {
          files.put(file.toString(), Files.size(file));
        }
      }
    }
    return files;
  }
}
