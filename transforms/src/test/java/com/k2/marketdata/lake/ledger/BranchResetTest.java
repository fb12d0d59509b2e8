package com.k2.marketdata.lake.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    table.newAppend().commit();
    first = table.currentSnapshot().snapshotId();
    table.newAppend().commit();
    second = table.currentSnapshot().snapshotId();
    seenByAnother = catalog.loadTable(name);
  }

  @Test
  void aTableGoesBack() {
    BranchReset.reset(table, second, first);

    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(first);
  }

  @Test
  void aTableThatMovedStaysAsItIs() {
    seenByAnother.newAppend().commit();
    long third = seenByAnother.currentSnapshot().snapshotId();

    assertThatThrownBy(() -> BranchReset.reset(table, second, first))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("has moved since it was looked at");

    table.refresh();
    assertThat(table.currentSnapshot().snapshotId()).isEqualTo(third);
  }
}
