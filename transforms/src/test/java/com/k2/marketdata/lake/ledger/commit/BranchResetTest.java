package com.k2.marketdata.lake.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.LogLines;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollbacks by compare and set. */
class BranchResetTest {
  private Table table;
  private Table seenByAnother;
  private long first;
  private long second;

  @BeforeEach
  void twoSnapshots() {
    InMemoryCatalog catalog = new InMemoryCatalog();
    catalog.initialize("test", Map.of());
    catalog.createNamespace(Namespace.of("n"));
    TableIdentifier name = TableIdentifier.of("n", "t");
    table =
        catalog.createTable(
            name, new Schema(Types.NestedField.required(1, "a", Types.IntegerType.get())));
    table.newAppend().set(TableLedgers.KEY + "trades", Ledgers.at("c1", 5).toJson()).commit();
    first = table.currentSnapshot().snapshotId();
    table.newAppend().commit();
    second = table.currentSnapshot().snapshotId();
    seenByAnother = catalog.loadTable(name);
  }

  @Test
  void tableIsRolledBackAndLogged() {
    try (LogLines log = LogLines.listen()) {
      BranchReset.reset(table, second, first);

      assertThat(log.all())
          .contains(
              "Rolled test.n.t back from snapshot "
                  + second
                  + " to snapshot "
                  + first
                  + ", cycles by topic: {trades=c1}");
    }
    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(first);
  }

  @Test
  void changedTableIsNotRolledBack() {
    seenByAnother.newAppend().commit();
    long third = seenByAnother.currentSnapshot().snapshotId();

    assertThatThrownBy(() -> BranchReset.reset(table, second, first))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("has changed since this was planned");

    table.refresh();
    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(third);
  }
}
