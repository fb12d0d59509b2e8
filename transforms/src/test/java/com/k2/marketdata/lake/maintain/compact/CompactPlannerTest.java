package com.k2.marketdata.lake.maintain.compact;

import static com.k2.marketdata.lake.maintain.compact.Compactions.AT_ONCE;
import static com.k2.marketdata.lake.maintain.compact.Compactions.fileOf;
import static com.k2.marketdata.lake.maintain.compact.Compactions.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is planned, with files that exist in metadata only. */
class CompactPlannerTest {
  private static final String DAY = "ingestion_date=2026-01-01";
  private static final long TARGET = 128L << 20;
  private static final long SMALL = 1L << 20;

  @TempDir private Path folder;
  private TestLake lake;
  private Table bronze;

  @BeforeEach
  void create() {
    lake = TestLake.in(folder);
    bronze = lake.ensure(BronzeTable.definition(RawTrades.BINANCE));
  }

  @Test
  void smallFilesOfADayAreOneGroup() {
    append(bronze, DAY, 5, SMALL);
    append(bronze, DAY, 1, TARGET);
    CompactPlan plan = plan(bronze, AT_ONCE);
    assertThat(plan.groups()).hasSize(1);
    assertThat(plan.groups().get(0).files()).hasSize(5);
    assertThat(plan.all()).isEqualTo(new FileCount(6, 5 * SMALL + TARGET));
    assertThat(plan.small()).isEqualTo(new FileCount(5, 5 * SMALL));
    assertThat(plan.left()).isEmpty();
    PlannedItem item = plan.items().get(0);
    assertThat(item.kind()).isEqualTo(PlannedItem.Kind.GROUP);
    assertThat(item.bytes()).hasValue(5 * SMALL);
    assertThat(item.age())
        .hasValueSatisfying(age -> assertThat(age).isLessThan(Duration.ofHours(1)));
    assertThat(item.why()).isEqualTo("5 small files become one");
  }

  @Test
  void everyPartitionValueHasItsOwnGroups() {
    AppendFiles append = bronze.newAppend();
    for (int day = 10; day < 30; day++) {
      for (int file = 0; file < day; file++) {
        append.appendFile(fileOf(bronze, "ingestion_date=2026-01-" + day, SMALL));
      }
    }
    append.commit();
    List<RewriteGroup> groups = plan(bronze, AT_ONCE).groups();
    assertThat(groups).hasSize(20);
    assertThat(groups)
        .allSatisfy(
            group ->
                assertThat(group.files())
                    .extracting(DataFile::partition)
                    .containsOnly(group.partition()));
    assertThat(groups.stream().map(group -> group.files().size()))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(10, 30).boxed().toList());
  }

  @Test
  void partitionsBySeveralFieldsAndByDayAreSeparated() {
    Table deadLetters = lake.ensure(DeadLetterTable.definition());
    append(deadLetters, "dlq_date=2026-01-01/bronze_source=a", 4, 100);
    append(deadLetters, "dlq_date=2026-01-01/bronze_source=b", 5, 100);
    append(deadLetters, "dlq_date=2026-01-02/bronze_source=a", 6, 100);
    assertThat(plan(deadLetters, AT_ONCE).groups().stream().map(group -> group.files().size()))
        .containsExactlyInAnyOrder(4, 5, 6);
    Table silver = lake.ensure(SilverTable.definition(RawTrades.BINANCE));
    append(silver, "timestamp_day=2026-01-01", 7, 100);
    append(silver, "timestamp_day=2026-01-02", 8, 100);
    assertThat(plan(silver, AT_ONCE).groups().stream().map(group -> group.files().size()))
        .containsExactlyInAnyOrder(7, 8);
  }

  @Test
  void filesAreInTheOrderOfTheirSnapshots() {
    List<String> added = new ArrayList<>();
    for (int snapshot = 0; snapshot < 6; snapshot++) {
      DataFile file = fileOf(bronze, DAY, SMALL + snapshot);
      added.add(file.location());
      bronze.newFastAppend().appendFile(file).commit();
    }
    assertThat(plan(bronze, AT_ONCE).groups().get(0).files())
        .extracting(DataFile::location)
        .containsExactlyElementsOf(added);
  }

  @Test
  void youngFilesWait() {
    append(bronze, DAY, 5, SMALL);
    CompactPlan plan = plan(bronze, CompactSettings.DEFAULTS);
    assertThat(plan.groups()).isEmpty();
    assertThat(plan.left()).containsOnlyKeys(LeftReason.YOUNG);
    assertThat(plan.left().get(LeftReason.YOUNG)).isEqualTo(new FileCount(5, 5 * SMALL));
    Instant later = Instant.now().plus(Duration.ofMinutes(61));
    assertThat(
            new CompactPlanner(
                    bronze, BronzeTable.definition(RawTrades.BINANCE), CompactSettings.DEFAULTS)
                .plan(later)
                .groups())
        .hasSize(1);
  }

  /** Otherwise, a tool that expires often would keep files from ever being rewritten. */
  @Test
  void filesOfExpiredSnapshotsHaveSettled() {
    append(bronze, DAY, 5, SMALL);
    bronze.newAppend().commit();
    ForeignTool.expire(bronze);
    append(bronze, DAY, 2, SMALL);
    CompactPlan plan = plan(bronze, CompactSettings.DEFAULTS);
    assertThat(plan.groups()).hasSize(1);
    assertThat(plan.groups().get(0).files()).hasSize(5);
    assertThat(plan.groups().get(0).ageMillis()).isLessThan(Duration.ofHours(1).toMillis());
    assertThat(plan.left().get(LeftReason.YOUNG).files()).isEqualTo(2);
  }

  @Test
  void filesWithDeletesAreLeft() {
    append(bronze, DAY, 4, SMALL);
    append(bronze, "ingestion_date=2026-01-02", 5, SMALL);
    bronze
        .newRowDelta()
        .addDeletes(
            FileMetadata.deleteFileBuilder(bronze.spec())
                .ofPositionDeletes()
                .withPath(bronze.location() + "/data/deletes.parquet")
                .withFormat(FileFormat.PARQUET)
                .withPartitionPath(DAY)
                .withFileSizeInBytes(10)
                .withRecordCount(1)
                .build())
        .commit();
    CompactPlan plan = plan(bronze, AT_ONCE);
    assertThat(plan.groups()).hasSize(1);
    assertThat(plan.groups().get(0).files()).hasSize(5);
    assertThat(plan.left().get(LeftReason.DELETES).files()).isEqualTo(4);
  }

  @Test
  void filesOfAnEarlierSpecAreLeft() {
    TableDefinition definition = BronzeTable.definition(RawTrades.BINANCE);
    append(bronze, DAY, 5, SMALL);
    bronze.updateSpec().addField(Expressions.bucket("partition", 4)).commit();
    append(bronze, DAY + "/partition_bucket_4=1", 5, SMALL);
    bronze.updateSpec().removeField("partition_bucket_4").commit();
    append(bronze, DAY, 6, SMALL);
    CompactPlan plan =
        new CompactPlanner(bronze, definition, AT_ONCE).plan(Instant.now().plusSeconds(1));
    assertThat(plan.left().get(LeftReason.OTHER_SPEC).files()).isEqualTo(5);
    assertThat(plan.groups()).hasSize(1);
    assertThat(plan.groups().get(0).files()).hasSize(11);
  }

  @Test
  void filesOfOtherFormatsAreLeft() {
    bronze
        .newAppend()
        .appendFile(
            DataFiles.builder(bronze.spec())
                .withPath(bronze.location() + "/data/a.orc")
                .withFormat(FileFormat.ORC)
                .withPartitionPath(DAY)
                .withFileSizeInBytes(SMALL)
                .withRecordCount(1)
                .build())
        .commit();
    assertThat(plan(bronze, AT_ONCE).left()).containsOnlyKeys(LeftReason.OTHER_FORMAT);
  }

  @Test
  void mostFilesPerByteComeFirstUpToTheLimits() {
    append(bronze, "ingestion_date=2026-01-01", 4, 3 * SMALL);
    append(bronze, "ingestion_date=2026-01-02", 4, SMALL);
    append(bronze, "ingestion_date=2026-01-03", 4, 2 * SMALL);
    assertThat(bytes(plan(bronze, AT_ONCE))).containsExactly(4 * SMALL, 8 * SMALL, 12 * SMALL);
    CompactPlan limited = plan(bronze, AT_ONCE.withMaxBytes(12 * SMALL));
    assertThat(bytes(limited)).containsExactly(4 * SMALL, 8 * SMALL);
    assertThat(limited.left().get(LeftReason.OVER_LIMIT)).isEqualTo(new FileCount(4, 12 * SMALL));
    assertThat(bytes(plan(bronze, AT_ONCE.withMaxFiles(7)))).containsExactly(4 * SMALL);
  }

  @Test
  void filesWithoutAGroupAreCounted() {
    append(bronze, DAY, 2, SMALL);
    append(bronze, "ingestion_date=2026-01-02", 1, SMALL);
    CompactPlan plan = plan(bronze, AT_ONCE);
    assertThat(plan.groups()).isEmpty();
    assertThat(plan.left().get(LeftReason.NO_GROUP)).isEqualTo(new FileCount(3, 3 * SMALL));
  }

  @Test
  void onlyGroupsOfBothLooksRemain() {
    append(bronze, "ingestion_date=2026-01-01", 5, SMALL);
    append(bronze, "ingestion_date=2026-01-02", 5, SMALL);
    CompactPlan first = plan(bronze, AT_ONCE);
    append(bronze, "ingestion_date=2026-01-02", 1, SMALL);
    append(bronze, "ingestion_date=2026-01-03", 5, SMALL);
    CompactPlan second = plan(bronze, AT_ONCE);
    Set<String> firstIds = Set.copyOf(first.items().stream().map(PlannedItem::target).toList());
    assertThat(second.groups()).hasSize(3);
    assertThat(second.only(firstIds).groups()).hasSize(1);
    assertThat(firstIds).contains(second.only(firstIds).groups().get(0).id());
  }

  @Test
  void tableWithoutSnapshotsHasNothingToDo() {
    assertThat(plan(bronze, AT_ONCE)).isEqualTo(CompactPlan.EMPTY);
  }

  @Test
  void newerFormatVersionsAreRefused() {
    bronze.updateProperties().set("format-version", "3").commit();
    assertThatThrownBy(() -> plan(bronze, AT_ONCE))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining(bronze.name() + " has format version 3");
  }

  @Test
  void anotherPartitioningIsRefused() {
    bronze.updateSpec().addField("topic").commit();
    assertThatThrownBy(() -> plan(bronze, AT_ONCE))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("is partitioned by [identity(ingestion_date), identity(topic)]");
  }

  @Test
  void settingsMustNotBeNegative() {
    assertThatThrownBy(() -> AT_ONCE.withMaxBytes(-1)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> AT_ONCE.withMaxFiles(-1)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> AT_ONCE.withSettle(Duration.ofMillis(-1)))
        .isInstanceOf(UsageException.class);
  }

  private static List<Long> bytes(CompactPlan plan) {
    return plan.groups().stream().map(group -> group.input().bytes()).toList();
  }

  private static void append(Table table, String partition, int files, long bytes) {
    AppendFiles append = table.newAppend();
    for (int file = 0; file < files; file++) {
      append.appendFile(fileOf(table, partition, bytes));
    }
    append.commit();
  }
}
