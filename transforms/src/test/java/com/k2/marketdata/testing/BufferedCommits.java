package com.k2.marketdata.testing;

import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;

/**
 * Commits to memory, so that hundreds of commits take a second. Manifests and their lists are
 * written as usual; {@link #flush} commits the last state to the catalog.
 */
public final class BufferedCommits extends DelegatingOperations {
  private final TableMetadata base;
  private final boolean keepsChanges;
  private TableMetadata current;

  /**
   * Begins with the table's present state.
   *
   * @param keepsChanges whether the metadata keeps its changes, as a REST catalog needs it; each
   *     commit takes longer than the one before
   */
  public BufferedCommits(Table table, boolean keepsChanges) {
    super(((HasTableOperations) table).operations());
    this.keepsChanges = keepsChanges;
    base = super.refresh();
    current = base;
  }

  @Override
  public TableMetadata current() {
    return current;
  }

  @Override
  public TableMetadata refresh() {
    return current;
  }

  @Override
  public void commit(TableMetadata expected, TableMetadata metadata) {
    if (expected != current) {
      throw new CommitFailedException("Not the current metadata");
    }
    current = keepsChanges ? metadata : TableMetadata.buildFrom(metadata).discardChanges().build();
  }

  /** Commits what was committed to memory, once. */
  public void flush() {
    super.commit(base, current);
  }
}
