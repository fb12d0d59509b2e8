package com.k2.marketdata.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerHistory;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollbackTargetTest {
  private static final String TOPIC = "t";

  private LedgerHistory history;
  private LedgerHistory.Point newest;

  @BeforeEach
  void twoCyclesBetweenSnapshotsOfAnotherTool() {
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize("test", Map.of());
    catalog.createNamespace(Namespace.of("n"));
    Table table =
        catalog.createTable(
            TableIdentifier.of("n", "s"),
            new Schema(Types.NestedField.required(1, "a", Types.IntegerType.get())));
    table.newAppend().commit();
    Ledger first = Ledger.starting(new TopicIdentity("c", TOPIC, "id"), "one", 1, Map.of(0, 0L));
    new LedgerCommit(table, TOPIC).commit(null, first, Table::newAppend);
    new LedgerCommit(table, TOPIC)
        .commit(first, first.advancedTo("two", 2, Map.of(0, 5L)), Table::newAppend);
    table.newAppend().commit();
    history = LedgerHistory.of(table, TOPIC);
    newest = history.current().orElseThrow();
  }

  @Test
  void historyBeginsWithTheFirstLedger() {
    assertThat(history.points())
        .extracting(point -> point.ledger().cycle())
        .isEqualTo(List.of("two", "two", "one"));
    assertThat(history.oldest().orElseThrow().ledger().cycle()).isEqualTo("one");
  }

  @Test
  void aSnapshotIsFoundByItsId() {
    LedgerHistory.Point oldest = history.oldest().orElseThrow();

    assertThat(in(Long.toString(oldest.snapshot().snapshotId()))).isEqualTo(oldest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0s",
        "1ms",
        "0h ago",
        "2999-01-01",
        "2999-01-01T10:00",
        "2999-01-01 10:00:00",
        "2999-01-01T10:00:00.123456Z",
        "2999-01-01T10:00:00+02:00"
      })
  void aTimeMeansTheNewestSnapshotBeforeIt(String text) {
    assertThat(in(text)).isEqualTo(newest);
  }

  @Test
  void aTimeWithoutAnOffsetIsInUtc() {
    Instant time = Instant.ofEpochMilli(newest.snapshot().timestampMillis());
    String local = time.toString().replace("Z", "");

    assertThat(in(local)).isEqualTo(newest);
    assertThatThrownBy(() -> in(time.minus(Duration.ofHours(1)).toString()))
        .hasMessageContaining("had no position yet: its oldest snapshot with a position is from");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "12", "2h later", "2024-13-01", "10:00"})
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> in(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("neither a snapshot id nor a time");
  }

  private LedgerHistory.Point in(String text) {
    return new RollbackTarget(text, Instant.now().plusSeconds(1)).in(history, "s");
  }
}
