package com.k2.marketdata.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.maintain.expire.Expiry;
import com.k2.marketdata.lake.maintain.expire.ExpiryPlan;
import com.k2.marketdata.lake.maintain.expire.ExpirySettings;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.testing.DelegatingOperations;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.RestCatalogServer;
import com.k2.marketdata.testing.RestCatalogServer.Answer;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * I8: expiry with a REST catalog, which applies a request to its newest state, whatever state the
 * request was based on.
 */
class I8ExpiryOnRestTest {
  @TempDir private Path lake;
  private RestCatalogServer server;

  /** The table as another process changes it, past the server. */
  private Table table;

  private List<Long> ids;

  @BeforeEach
  void fill() {
    server = RestCatalogServer.start(lake);
    CatalogConfig local = LocalCatalog.in(lake, "market_data");
    new TableSetup(local).ensure(BronzeTable.definition(RawTrades.BINANCE));
    table = local.open().loadTable(local.table(Market.BRONZE));
    for (int i = 0; i < 5; i++) {
      table.newAppend().appendFile(TestLake.fileOf(table, "ingestion_date=2026-01-01", 1)).commit();
    }
    ids = ids();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void snapshotsExpire() {
    table.manageSnapshots().createTag("t", ids.get(1)).createBranch("b", ids.get(2)).commit();
    Map<String, Long> refs = refs();
    execute(any -> {});
    assertThat(ids()).containsExactly(ids.get(1), ids.get(2), ids.get(4));
    assertThat(refs()).isEqualTo(refs);
    assertThat(table.refs().values())
        .allSatisfy(
            ref -> {
              assertThat(ref.maxRefAgeMs()).isNull();
              assertThat(ref.maxSnapshotAgeMs()).isNull();
            });
  }

  @Test
  void rollbackRightBeforeTheCommitIsAConflict() {
    assertThatThrownBy(
            () -> execute(other -> other.manageSnapshots().rollbackTo(ids.get(1)).commit()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("main refers to snapshot " + ids.get(1) + " now");
    assertThat(ids()).isEqualTo(ids);
    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(ids.get(1));
  }

  @Test
  void tagThatMovesRightBeforeTheCommitIsAConflict() {
    table.manageSnapshots().createTag("t", ids.get(4)).commit();
    assertThatThrownBy(
            () -> execute(other -> other.manageSnapshots().replaceTag("t", ids.get(0)).commit()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("t refers to snapshot " + ids.get(0) + " now");
    assertThat(ids()).isEqualTo(ids);
  }

  /** No request can require that a tag of an unknown name does not exist. */
  @Test
  void filesOfALostTagStay() {
    TreeSet<Path> before = stored();
    assertThatThrownBy(
            () -> execute(other -> other.manageSnapshots().createTag("new", ids.get(0)).commit()))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("new was created on snapshot " + ids.get(0))
        .hasMessageContaining("None of the table's files was deleted");
    assertThat(stored()).containsAll(before);
  }

  @Test
  void commitRightBeforeTheExpiryStays() {
    execute(other -> other.newAppend().commit());
    assertThat(ids()).startsWith(ids.get(4)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.class,
      names = {"ERROR", "TRY_AGAIN", "NONE"})
  void lostAnswerIsResolved(Answer answer) {
    execute(any -> server.answerCommits(answer));
    assertThat(ids()).containsExactly(ids.get(4));
  }

  /** Expires all snapshots but the current one; another process acts right before the commit. */
  private void execute(Consumer<Table> other) {
    CatalogConfig rest =
        new CatalogConfig(
            "market_data",
            Map.of(
                "type",
                "rest",
                "uri",
                server.uri(),
                "token",
                RestCatalogServer.TOKEN,
                "io-impl",
                "com.k2.marketdata.lake.catalog.LocalFileIO"));
    TableOperations real =
        ((HasTableOperations) rest.open().loadTable(rest.table(Market.BRONZE))).operations();
    boolean[] acted = new boolean[1];
    TableOperations delayed =
        new DelegatingOperations(real) {
          @Override
          public void commit(TableMetadata base, TableMetadata metadata) {
            if (!acted[0]) {
              acted[0] = true;
              other.accept(table);
            }
            super.commit(base, metadata);
          }
        };
    Expiry expiry =
        new Expiry(
            new BaseTable(delayed, "bronze"),
            ExpirySettings.defaults()
                .withSnapshotAge(Duration.ofHours(1), false)
                .withSnapshots(1, 1_000));
    ExpiryPlan plan = expiry.plan(Instant.now().plus(Duration.ofDays(8)));
    expiry.execute(plan);
  }

  private List<Long> ids() {
    table.refresh();
    return StreamSupport.stream(table.snapshots().spliterator(), false)
        .map(Snapshot::snapshotId)
        .toList();
  }

  private Map<String, Long> refs() {
    table.refresh();
    Map<String, Long> refs = new HashMap<>();
    table.refs().forEach((name, ref) -> refs.put(name, ref.snapshotId()));
    return refs;
  }

  private TreeSet<Path> stored() {
    try (Stream<Path> files = Files.walk(Path.of(URI.create(table.location())))) {
      return new TreeSet<>(
          files.filter(file -> file.getFileName().toString().endsWith(".avro")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
