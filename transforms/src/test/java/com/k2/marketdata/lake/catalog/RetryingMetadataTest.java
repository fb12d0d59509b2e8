package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.CarryCommit;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.SlowFiles;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slow reader whose metadata file was deleted reads the catalog's pointer again. */
class RetryingMetadataTest {
  private static final String NAME = DeadLetterTable.NAME;
  private static final Ledger START = Ledgers.starting("a", 1);

  /** More than {@code write.metadata.previous-versions-max}: the older file is deleted. */
  private static final int COMMITS = 7;

  @TempDir private Path folder;
  private TestLake others;
  private TestLake slow;

  @BeforeEach
  void create() {
    others = new TestLake(FaultyCatalog.in(folder));
    slow = new TestLake(SlowFiles.under(others.config()));
    new LedgerCommit(others.ensure(DeadLetterTable.definition()), "a")
        .commit(null, START, Table::newAppend);
  }

  @AfterEach
  void wasSlow() {
    assertThat(SlowFiles.wasSlow()).isTrue();
  }

  @Test
  void overtakenLoadReturnsTheNewestTable() {
    SlowFiles.meanwhile(this::overtake);
    Table table = RetryingMetadata.load(slow.config().open(), slow.config().table(NAME));
    assertThat(snapshots(table)).isEqualTo(1 + COMMITS);
  }

  @Test
  void loadOvertakenTwiceSucceeds() {
    SlowFiles.meanwhile(
        () -> {
          overtake();
          SlowFiles.meanwhile(this::overtake);
        });
    Table table = RetryingMetadata.load(slow.config().open(), slow.config().table(NAME));
    assertThat(snapshots(table)).isEqualTo(1 + 2 * COMMITS);
  }

  @Test
  void overtakenRefreshReturnsTheNewestTable() {
    Table table = slow.load(NAME);
    others.load(NAME).newAppend().commit();
    SlowFiles.meanwhile(this::overtake);
    RetryingMetadata.refresh(table);
    assertThat(snapshots(table)).isEqualTo(2 + COMMITS);
  }

  @Test
  void overtakenStartFindsTheTable() {
    SlowFiles.meanwhile(this::overtake);
    assertThat(snapshots(slow.ensure(DeadLetterTable.definition()))).isEqualTo(1 + COMMITS);
  }

  @Test
  void cycleOvertakenAtItsFirstReadCommits() {
    Table table = slow.load(NAME);
    others.load(NAME).newAppend().commit();
    SlowFiles.meanwhile(this::overtake);
    commit(table);
    assertThat(snapshots(table)).isEqualTo(2 + COMMITS + 1);
  }

  @Test
  void cycleOvertakenAtIcebergsRetryCommits() {
    Table table = slow.load(NAME);
    FaultyCatalog.of(slow.config())
        .beforeNext(
            NAME,
            () -> {
              others.load(NAME).newAppend().commit();
              SlowFiles.meanwhile(this::overtake);
            });
    commit(table);
    assertThat(snapshots(table)).isEqualTo(2 + COMMITS + 1);
  }

  @Test
  void cycleOvertakenAfterItsCommitIsFound() {
    Table table = slow.load(NAME);
    FaultyCatalog.of(slow.config())
        .afterNext(
            NAME,
            () -> {
              others.load(NAME).newAppend().commit();
              SlowFiles.meanwhile(this::overtake);
            });
    commit(table);
    assertThat(snapshots(table)).isEqualTo(1 + 1 + 1 + COMMITS);
  }

  @Test
  void maintenanceOvertakenAtIcebergsRetryCommits() {
    Table table = slow.load(NAME);
    FaultyCatalog.of(slow.config())
        .beforeNext(
            NAME,
            () -> {
              others.load(NAME).newAppend().commit();
              SlowFiles.meanwhile(this::overtake);
            });
    new CarryCommit(table, "carry").commit(Table::newAppend);
    RetryingMetadata.refresh(table);
    assertThat(snapshots(table)).isEqualTo(2 + COMMITS + 1);
  }

  @Test
  void fileThatStaysMissingIsAnError() throws Exception {
    Table table = slow.load(NAME);
    others.load(NAME).newAppend().commit();
    String newest =
        ((HasTableOperations) others.load(NAME)).operations().current().metadataFileLocation();
    Files.delete(Path.of(newest.replaceFirst("^file:/+", "/")));
    assertThatThrownBy(() -> RetryingMetadata.refresh(table)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> commit(table)).isInstanceOf(SystemFaultException.class);
    assertThatThrownBy(() -> slow.ensure(DeadLetterTable.definition()))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining(NAME);
  }

  private void overtake() {
    Table table = others.load(NAME);
    for (int i = 0; i < COMMITS; i++) {
      table.newAppend().commit();
    }
  }

  private static Snapshot commit(Table table) {
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 10L));
    Snapshot committed = new LedgerCommit(table, "a").commit(START, next, Table::newAppend);
    assertThat(TableLedgers.of(committed).get("a")).isEqualTo(next);
    return committed;
  }

  private static int snapshots(Table table) {
    return (int) StreamSupport.stream(table.snapshots().spliterator(), false).count();
  }
}
