package com.k2.marketdata.maintenance;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.FaultyFiles;
import com.k2.marketdata.testing.FaultyFiles.Action;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.StoredFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * I8: wherever a run of maintenance is killed, every row and position stays, and the next runs
 * leave nothing behind.
 */
class I8MaintainKillsIT {
  private static final int PARTITIONS = 3;
  private static final int CYCLES = 7;

  /** All files and snapshots are old enough, as far as the age of cycles allows. */
  private static final String[] AT_ONCE = {
    "--young",
    "--settle=0s",
    "--snapshotAge=0s",
    "--minSnapshots=1",
    "--orphanAge=2ms",
    "--maxShare=1"
  };

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  private Market market;
  private Map<String, List<String>> rows;
  private Map<String, Map<Integer, Long>> positions;

  @Test
  void runsKilledAtAnyStepLoseNothing() throws IOException {
    market = Market.open(kafka, state, PARTITIONS);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      market.publish(partition, 5 * CYCLES);
    }
    market
        .run("medallion", "--maxCycleAge=5m", "--maxRecordsPerCycle=" + 5 * PARTITIONS)
        .succeeded();
    remember();
    rewriteInPairs(BRONZE);

    killAtCommit("halt_before@" + BRONZE + "#1"); // files written, nothing committed
    killAtCommit("halt_after@" + BRONZE + "#1"); // of two
    killAtCommit("halt_after@" + DEAD_LETTERS + "#1");
    setMaxAge(Duration.ofMillis(1));
    killAtDelete("expire", SILVER, 1); // after the commit
    killAtDelete("expire", BRONZE, planned("expire", BRONZE) / 2);
    killAtDelete("orphans", BRONZE, planned("orphans", BRONZE) / 2);

    assertNextRunsLeaveNothing();
  }

  /** A target size that makes each two files a group, and all of them more than one commit. */
  private void rewriteInPairs(String name) throws IOException {
    Table table = market.table(name);
    long size;
    try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      size =
          StreamSupport.stream(files.spliterator(), false)
              .mapToLong(FileScanTask::length)
              .max()
              .orElseThrow();
    }
    set(table, TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, size * 3 / 2);
  }

  private void killAtCommit(String fault) {
    List<String> options = FaultyCatalog.options(state, Fault.parse(fault));
    assertHalted(market.startMaintain(execute("compact", TABLES, options)));
  }

  private void killAtDelete(String step, String table, int number) {
    assertThat(number).isPositive();
    List<String> options =
        List.of(
            FaultyFiles.options(
                state, Action.HALT_DELETE, table, FaultyFiles.SNAPSHOT_FILES, number));
    assertHalted(market.startMaintain(execute(step, List.of(table), options)));
  }

  private void assertHalted(DriverProcess run) {
    try (run) {
      assertThat(run.exitCode()).as(run::log).isEqualTo(FaultyCatalog.HALTED);
    }
    assertNothingLost();
  }

  /** How many files a step would delete. */
  private int planned(String step, String table) throws IOException {
    Path plan = state.resolve("plan.jsonl");
    market.maintain(options("--steps=" + step, "--tables=" + table, "--plan=" + plan)).succeeded();
    try (Stream<String> lines = Files.lines(plan)) {
      return (int)
          lines
              .filter(line -> line.contains("\"step\":\"" + step + "\""))
              .filter(line -> !line.contains("\"kind\":\"snapshot\""))
              .count();
    }
  }

  private void assertNextRunsLeaveNothing() throws IOException {
    setMaxAge(Duration.ofMinutes(5));
    while (outcomes("compact").contains("planned")) {
      market.maintain(options("--execute", "--steps=compact")).succeeded();
    }
    setMaxAge(Duration.ofMillis(1));
    market.maintain(options("--execute", "--steps=expire,orphans")).succeeded();
    // The snapshots of orphan removal itself are left.
    market.maintain(options("--execute", "--steps=expire")).succeeded();

    assertThat(outcomes("compact,expire,orphans")).hasSize(9).containsOnly("nothing");
    assertThat(unreferenced()).isEmpty();
    assertNothingLost();
    market.publish(0, 10);
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  private List<String> outcomes(String steps) throws JsonProcessingException {
    String report = market.maintain(options("--steps=" + steps, "--format=json")).succeeded().out();
    return new ObjectMapper().readTree(report).findValuesAsText("outcome");
  }

  /** The files that neither a snapshot nor silver's newest intent refers to. */
  private List<Path> unreferenced() {
    Path intent = Path.of(URI.create(market.ledger(SILVER).intent().list()));
    return TABLES.stream()
        .flatMap(name -> new StoredFiles(market.table(name)).unreferenced().stream())
        .filter(file -> !file.equals(intent))
        .toList();
  }

  private void remember() {
    rows = new TreeMap<>();
    positions = new TreeMap<>();
    for (String name : TABLES) {
      rows.put(name, market.tables().contents(name));
      positions.put(name, market.position(name));
    }
  }

  private void assertNothingLost() {
    for (String name : TABLES) {
      assertThat(market.tables().contents(name)).as(name).isEqualTo(rows.get(name));
      assertThat(market.position(name)).as(name).isEqualTo(positions.get(name));
    }
    market.assertVerified();
  }

  private void setMaxAge(Duration age) {
    TABLES.forEach(name -> set(market.table(name), CycleAge.PROPERTY, age.toMillis()));
  }

  private static void set(Table table, String property, long value) {
    table.updateProperties().set(property, Long.toString(value)).commit();
  }

  private static String[] execute(String steps, List<String> tables, List<String> more) {
    List<String> all =
        new ArrayList<>(
            List.of("--execute", "--steps=" + steps, "--tables=" + String.join(",", tables)));
    all.addAll(more);
    return options(all.toArray(String[]::new));
  }

  private static String[] options(String... more) {
    return Stream.concat(Stream.of(AT_ONCE), Stream.of(more)).toArray(String[]::new);
  }
}
