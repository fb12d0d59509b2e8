package com.k2.marketdata.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.commit.CarryCommit;
import com.k2.marketdata.stack.LocalObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotParser;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Gives tables a long history within seconds: as many snapshots as if anchors had been committed to
 * each. One anchor is committed; its copies have manifest lists of their own, so that they expire
 * like other snapshots, and are added by one commit. The manifest lists are written into the
 * store's folder, since thousands of requests would take minutes.
 */
final class EmptyHistory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "k2.carry";

  private final CatalogConfig config;
  private final LocalObjectStore store;

  /** The history of the tables of a catalog whose files are in this store. */
  EmptyHistory(CatalogConfig config, LocalObjectStore store) {
    this.config = config;
    this.store = store;
  }

  /** Extends the history of every table of the namespace to this number of snapshots. */
  void extend(int snapshots) {
    Catalog catalog = config.open();
    for (TableIdentifier name : catalog.listTables(Namespace.of(config.namespace()))) {
      Table table = catalog.loadTable(name);
      int missing = snapshots - count(table);
      if (missing > 0) {
        String id = "soak-" + UUID.randomUUID();
        new CarryCommit(table, id).commit(Table::newAppend);
        table.refresh();
        addCopies(table, id, missing - 1);
      }
    }
  }

  private static int count(Table table) {
    int count = 0;
    for (Snapshot any : table.snapshots()) {
      count += any == null ? 0 : 1;
    }
    return count;
  }

  private void addCopies(Table table, String id, int count) {
    TableOperations operations = ((HasTableOperations) table).operations();
    TableMetadata base = operations.refresh();
    Snapshot anchor = base.currentSnapshot();
    TableMetadata.Builder extended = TableMetadata.buildFrom(base);
    for (int number = 1; number <= count; number++) {
      String manifestList =
          operations.metadataFileLocation(
              "snap-%d-1-%s.avro".formatted(anchor.snapshotId() + number, UUID.randomUUID()));
      copyFile(anchor.manifestListLocation(), manifestList);
      extended.setBranchSnapshot(
          copy(anchor, number, base.lastSequenceNumber() + number, id + "-" + number, manifestList),
          SnapshotRef.MAIN_BRANCH);
    }
    operations.commit(base, extended.build());
  }

  private static Snapshot copy(
      Snapshot anchor, int number, long sequenceNumber, String id, String manifestList) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(SnapshotParser.toJson(anchor));
      json.put("snapshot-id", anchor.snapshotId() + number);
      json.put("parent-snapshot-id", anchor.snapshotId() + number - 1);
      json.put("sequence-number", sequenceNumber);
      json.put("manifest-list", manifestList);
      ((ObjectNode) json.get("summary")).put(ID, id);
      return SnapshotParser.fromJson(json.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot parse the JSON of a snapshot", e);
    }
  }

  private void copyFile(String from, String to) {
    try {
      Files.copy(file(from), file(to));
    } catch (IOException e) {
      throw new SystemFaultException("Cannot copy " + from + " to " + to + ": " + e, e);
    }
  }

  private Path file(String location) {
    String warehouse = store.catalogProperties().orElseThrow().get("warehouse");
    return store.object(location.substring(warehouse.length() + 1));
  }
}
