package com.k2.marketdata.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.maintain.MaintenanceReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** Expiry and orphan removal by {@code k2 maintain} on an {@link AgedTable}, with one clock. */
final class Upkeep {
  private final CatalogConfig catalog;
  private final Function<String, Path> paths;
  private final PlantedOrphans planted;
  private final int cycles;
  private final Instant begin = Instant.now();
  private final Instant snapshotsBefore;

  private Upkeep(CatalogConfig catalog, Path folder, Function<String, Path> paths, int cycles) {
    this.catalog = catalog;
    this.paths = paths;
    this.cycles = cycles;
    this.planted =
        PlantedOrphans.in(folder, begin.minus(Duration.ofDays(5)), table().uuid().toString());
    this.snapshotsBefore = snapshotsBefore(table());
  }

  /**
   * Fills a table and plants orphans.
   *
   * @param parts the table is a whole one, or the fourth part
   * @param warehouse the folder of the catalog's warehouse
   * @param paths the local file at a location
   */
  static Upkeep ofAgedTable(
      CatalogConfig catalog, int parts, Path warehouse, Function<String, Path> paths) {
    AgedTable.fill(catalog, parts);
    Path folder = warehouse.resolve(catalog.namespace()).resolve(AgedTable.NAME);
    return new Upkeep(catalog, folder, paths, AgedTable.CYCLES / parts);
  }

  Table table() {
    return catalog.open().loadTable(catalog.table(AgedTable.NAME));
  }

  PlantedOrphans planted() {
    return planted;
  }

  /**
   * More of the main branch are young, so that a new snapshot does not make one expire. The oldest
   * that a branch keeps by this number has ledgers; otherwise an older one stays for its ledgers.
   */
  int minSnapshots() {
    return cycles / 10 + 1;
  }

  /** Older snapshots expire. */
  Instant snapshotsBefore() {
    return snapshotsBefore;
  }

  /** Older files are orphans if nothing refers to them. */
  Instant orphansBefore() {
    return begin.minus(Duration.ofDays(3));
  }

  /** The oldest snapshot that stays has ledgers; otherwise an older one stays for its ledgers. */
  private Instant snapshotsBefore(Table table) {
    List<Snapshot> main = new ArrayList<>();
    SnapshotUtil.currentAncestors(table).forEach(main::add);
    for (int i = cycles / 4; ; i++) {
      long millis = main.get(i).timestampMillis();
      if (!TableLedgers.of(main.get(i)).isEmpty() && main.get(i + 1).timestampMillis() < millis) {
        return Instant.ofEpochMilli(millis);
      }
    }
  }

  MaintenancePlan plan(Path folder) {
    Path file = folder.resolve("plan.jsonl");
    assertThat(run("expire,orphans", "--plan=" + file).clean()).isTrue();
    return MaintenancePlan.read(file);
  }

  MaintenanceReport run(String steps, String... more) {
    return run(catalog, steps, more);
  }

  /** Runs steps on the same table, which this catalog has too. */
  MaintenanceReport run(CatalogConfig other, String steps, String... more) {
    Instant now = begin.plus(Duration.ofDays(1)); // Running cycles protect younger snapshots.
    List<String> options =
        new ArrayList<>(
            List.of(
                "--tables=" + AgedTable.NAME,
                "--steps=" + steps,
                "--snapshotAge=" + Duration.between(snapshotsBefore, now).toMillis() + "ms",
                "--minSnapshots=" + minSnapshots(),
                "--orphanAge=" + Duration.between(orphansBefore(), now).toMillis() + "ms"));
    options.addAll(List.of(more));
    return MaintainCall.at(now, other, options);
  }

  /**
   * Executes a plan's steps, and asserts that nothing else is deleted, readers see what they saw,
   * and nothing is left to do.
   *
   * @param step every which kept snapshot is planned by a query
   */
  void executesExactly(MaintenancePlan plan, int step, Path folder) {
    Table before = table();
    List<Long> kept =
        TableViews.snapshots(before).stream().filter(id -> !plan.snapshots().contains(id)).toList();
    List<Long> sample = sample(kept, step);
    TableViews views = TableViews.of(before, sample).without(AgedTable.OUTDATED_TAG, kept);
    Set<String> reachable = new ReachableFiles(before).of(kept);
    Set<Path> stored = planted.stored();

    MaintenanceReport report = run("expire,orphans", "--execute");
    assertThat(report.clean()).as(report.toString()).isTrue();

    Table after = table();
    assertThat(TableViews.snapshots(after)).containsAll(kept).hasSizeLessThan(kept.size() + 3);
    assertThat(after.refs()).doesNotContainKey(AgedTable.OUTDATED_TAG);
    TableViews viewsAfter = TableViews.of(after, sample).without(AgedTable.OUTDATED_TAG, kept);
    assertThat(viewsAfter.rows()).isEqualTo(views.rows());
    assertThat(viewsAfter.plans()).isEqualTo(views.plans());
    assertThat(viewsAfter.positions()).containsExactlyEntriesOf(views.positions());
    assertThat(paths(reachable)).isNotEmpty().allSatisfy(file -> assertThat(file).exists());
    Set<Path> deleted = new TreeSet<>(stored);
    deleted.removeAll(planted.stored());
    Set<String> planned = new TreeSet<>(plan.expired());
    planned.addAll(plan.orphans());
    assertThat(deleted).isEqualTo(paths(planned));
    assertThat(planted.metadata()).exists();
    assertThat(planted.neighbor()).exists();
    assertThat(paths(new ReachableFiles(after).of(TableViews.snapshots(after))))
        .allSatisfy(file -> assertThat(file).exists());
    assertThat(plan(folder).isEmpty()).as("a second run").isTrue();
  }

  Set<Path> paths(Set<String> locations) {
    return locations.stream().map(paths).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Long> sample(List<Long> ids, int step) {
    return IntStream.range(0, ids.size()).filter(i -> i % step == 0).mapToObj(ids::get).toList();
  }
}
