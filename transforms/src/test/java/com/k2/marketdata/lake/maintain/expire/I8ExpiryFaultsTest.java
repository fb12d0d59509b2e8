package com.k2.marketdata.lake.maintain.expire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.testing.DelegatingOperations;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.ReadHook;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I8: an expiry whose commit fails, or races with another writer, deletes nothing in use. */
class I8ExpiryFaultsTest {
  @TempDir private Path folder;
  private ExpiryFixture bronze;
  private Table table;

  @BeforeEach
  void create() {
    bronze = new ExpiryFixture(folder);
    table = bronze.table;
  }

  private enum Loss {
    ANSWER,
    ANSWER_AND_REPETITION_REFUSED
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void lostAnswerIsResolved(Loss loss) {
    bronze.cycles(6);
    Expiry expiry =
        expiry(
            (operations, base, metadata) -> {
              operations.commit(base, metadata);
              bronze.cycle(); // another writer's, right after it
              throw loss == Loss.ANSWER
                  ? new CommitStateUnknownException(new IOException("lost"))
                  : new CommitFailedException("refused");
            });
    ExpiryPlan plan = expiry.plan(ExpiryFixture.later());
    Set<Path> planned = ExpiryFixture.files(plan);
    ExpiryResult result = expiry.execute(plan);
    assertThat(result).isEqualTo(new ExpiryResult(5, 0, plan.files(), 0, 0));
    assertThat(bronze.ids()).hasSize(3);
    assertThat(bronze.stored())
        .containsAll(bronze.referenced())
        .doesNotContainAnyElementsOf(planned);
    assertThat(bronze.unreferenced()).isEmpty();
  }

  @Test
  void lostRequestDeletesNothing() {
    bronze.cycles(4);
    Set<Path> stored = bronze.stored();
    Expiry expiry =
        expiry(
            (operations, base, metadata) -> {
              throw new CommitStateUnknownException(new IOException("lost"));
            });
    assertThatThrownBy(() -> ExpiryFixture.execute(expiry))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("It is unknown whether snapshots");
    assertThat(bronze.ids()).hasSize(5);
    assertThat(bronze.stored()).isEqualTo(stored);
  }

  @Test
  void refusalOfTheCatalogIsNamed() {
    bronze.cycles(4);
    Set<Path> stored = bronze.stored();
    Expiry expiry =
        expiry(
            (operations, base, metadata) -> {
              throw new ForbiddenException("Expiry is disabled");
            });
    assertThatThrownBy(() -> ExpiryFixture.execute(expiry))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("The catalog refused to expire")
        .hasMessageContaining("Expiry is disabled");
    assertThat(bronze.stored()).isEqualTo(stored);
  }

  @Test
  void racingWriterCommitsFirst() {
    bronze.cycles(6);
    List<Long> racing = new ArrayList<>();
    Expiry expiry =
        expiry(
            (operations, base, metadata) -> {
              racing.add(bronze.cycle());
              operations.commit(base, metadata);
            });
    ExpiryFixture.execute(expiry);
    assertThat(bronze.ids()).containsAll(racing).hasSize(3);
    assertThat(bronze.stored()).isEqualTo(bronze.referenced());
  }

  @Test
  void fileThatIsUsedAgainStays() {
    bronze.cycles(2);
    table.refresh();
    DataFile reused = bronze.anyRewritten();
    table.newAppend().appendFile(reused).commit();
    table.newDelete().deleteFile(reused).commit();
    bronze.cycle();
    bronze.cycle();
    Expiry expiry =
        expiry(
            (operations, base, metadata) -> {
              Table other = bronze.load();
              other.newAppend().appendFile(reused).commit();
              operations.commit(base, metadata);
            });
    ExpiryPlan plan = expiry.plan(ExpiryFixture.later());
    assertThat(ExpiryFixture.files(plan)).contains(ExpiryFixture.path(reused.location()));
    assertThat(expiry.execute(plan).left()).isEqualTo(1);
    assertThat(bronze.stored()).containsAll(bronze.referenced());
    assertThat(ExpiryFixture.path(reused.location())).exists();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refThatMovedToAnExpiringSnapshotIsAConflict(boolean tag) {
    bronze.cycles(4);
    long old = bronze.ids().get(1);
    Expiry expiry = new Expiry(bronze.load(), ExpiryFixture.SETTINGS);
    ExpiryPlan plan = expiry.plan(ExpiryFixture.later());
    if (tag) {
      table.manageSnapshots().createTag("new", old).commit();
    } else {
      table.manageSnapshots().rollbackTo(old).commit();
    }
    Set<Path> stored = bronze.stored();
    assertThatThrownBy(() -> expiry.execute(plan))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining((tag ? "new" : "main") + " refers to snapshot " + old + " now");
    assertThat(bronze.ids()).hasSize(5);
    assertThat(bronze.stored()).isEqualTo(stored);
  }

  @Test
  void twoRunsDeleteOnce() {
    bronze.cycles(6);
    Expiry one = new Expiry(bronze.load(), ExpiryFixture.SETTINGS);
    Expiry other = new Expiry(bronze.load(), ExpiryFixture.SETTINGS);
    ExpiryPlan ofOne = one.plan(ExpiryFixture.later());
    ExpiryPlan ofOther = other.plan(ExpiryFixture.later());
    one.execute(ofOne);
    bronze.cycle();
    ExpiryResult late = other.execute(ofOther);
    assertThat(ofOther.isEmpty()).isFalse();
    assertThat(late).isEqualTo(ExpiryResult.NOTHING);
    assertThat(bronze.stored()).isEqualTo(bronze.referenced());
    assertThat(TestLake.rows(table)).hasSize(70);
  }

  @Test
  void laterOfTwoRunsRemovesTheRest() {
    bronze.cycles(12);
    Expiry late = new Expiry(bronze.load(), ExpiryFixture.SETTINGS);
    ExpiryPlan plan = late.plan(ExpiryFixture.later());
    ExpiryFixture.execute(
        new Expiry(bronze.load(), ExpiryFixture.SETTINGS.withSnapshots(3, 5_000)));
    assertThat(bronze.ids()).hasSize(3);
    assertThat(late.execute(plan).total().files()).isPositive();
    assertThat(bronze.ids()).hasSize(2);
    assertThat(bronze.stored()).isEqualTo(bronze.referenced());
  }

  /** What the new current snapshot needs was not selected. */
  @Test
  void rollbackToAKeptSnapshotIsAConflict() {
    bronze.cycles(4);
    Expiry expiry = new Expiry(bronze.load(), ExpiryFixture.SETTINGS);
    ExpiryPlan plan = expiry.plan(ExpiryFixture.later());
    List<Long> ids = bronze.ids();
    table.manageSnapshots().rollbackTo(ids.get(ids.size() - 2)).commit();
    assertThatThrownBy(() -> expiry.execute(plan))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("rolled back");
    assertThat(bronze.ids()).isEqualTo(ids);
  }

  @Test
  void collectionThatIsForbiddenLaterIsRefused() {
    bronze.cycles(4);
    Expiry expiry = new Expiry(bronze.load(), ExpiryFixture.SETTINGS);
    ExpiryPlan plan = expiry.plan(ExpiryFixture.later());
    table.updateProperties().set("gc.enabled", "false").commit();
    assertThatThrownBy(() -> expiry.execute(plan))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("gc.enabled is false");
    assertThat(bronze.ids()).hasSize(5);
  }

  @Test
  void storeThatFailsAfterTheCommitLeavesOrphans() {
    bronze.cycles(6);
    Set<Path> stored = bronze.stored();
    TableOperations real = ((HasTableOperations) bronze.load()).operations();
    boolean[] committed = new boolean[1];
    TableOperations dying =
        new DelegatingOperations(real) {
          @Override
          public void commit(TableMetadata base, TableMetadata metadata) {
            super.commit(base, metadata);
            committed[0] = true;
          }

          @Override
          public TableMetadata refresh() {
            if (committed[0]) {
              throw new IllegalStateException("The store is gone");
            }
            return super.refresh();
          }
        };
    Expiry expiry = new Expiry(new BaseTable(dying, "bronze"), ExpiryFixture.SETTINGS);
    Instant now = ExpiryFixture.later();
    ExpiryPlan plan = expiry.plan(now);
    ExpiryResult result = expiry.execute(plan);
    assertThat(result.total().files()).isZero();
    assertThat(bronze.stored()).isEqualTo(stored);
    assertThat(bronze.unreferenced())
        .isEqualTo(ExpiryFixture.files(plan))
        .hasSize((int) result.left());
    assertThat(new Expiry(bronze.load(), ExpiryFixture.SETTINGS).plan(now).isEmpty()).isTrue();
  }

  /** The files that the other run deleted are not damage. */
  @ParameterizedTest
  @ValueSource(strings = {"/snap-", "-m0.avro"})
  void expiryDuringAPlanIsAConflict(String read) {
    bronze.cycles(2);
    ForeignTool.rewrite(table);
    bronze.cycles(4);
    Table hooked =
        ReadHook.before(
            read,
            bronze.load(),
            () -> ExpiryFixture.execute(new Expiry(bronze.load(), ExpiryFixture.SETTINGS)));
    Expiry expiry = new Expiry(hooked, ExpiryFixture.SETTINGS);
    assertThatThrownBy(() -> expiry.plan(ExpiryFixture.later()))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "Another run expired snapshots of " + hooked.name() + " meanwhile. Run this again.")
        .hasCauseInstanceOf(MaintenanceRefusedException.class);
    assertThat(bronze.ids()).hasSize(2);
    assertThat(expiry.plan(ExpiryFixture.later()).isEmpty()).isTrue();
  }

  private interface Commit {
    void run(TableOperations operations, TableMetadata base, TableMetadata metadata);
  }

  /** An expiry whose first commit is replaced. */
  private Expiry expiry(Commit first) {
    TableOperations real = ((HasTableOperations) bronze.load()).operations();
    boolean[] done = new boolean[1];
    TableOperations faulty =
        new DelegatingOperations(real) {
          @Override
          public void commit(TableMetadata base, TableMetadata metadata) {
            if (done[0]) {
              super.commit(base, metadata);
              return;
            }
            done[0] = true;
            first.run(real, base, metadata);
          }
        };
    return new Expiry(new BaseTable(faulty, "bronze"), ExpiryFixture.SETTINGS);
  }
}
