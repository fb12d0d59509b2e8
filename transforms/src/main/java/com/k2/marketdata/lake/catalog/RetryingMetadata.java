package com.k2.marketdata.lake.catalog;

import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads tables as they are now, also where others commit faster than this process reads.
 *
 * <p>A catalog only points at a table's metadata file, and a commit deletes those that lie a few
 * commits back. Whoever is that slow between the pointer and the file finds the file gone, though
 * nothing is wrong. Then the catalog is asked again; a file that stays missing is an error.
 */
public final class RetryingMetadata {
  private static final Logger LOG = LoggerFactory.getLogger(RetryingMetadata.class);

  /** So slow so often in a row is nobody: then the file that the catalog points at is not there. */
  private static final int ATTEMPTS = 10;

  private RetryingMetadata() {}

  /**
   * The table as it is now.
   *
   * @throws NotFoundException if the file that the catalog points at is missing
   */
  public static Table load(Catalog catalog, TableIdentifier name) {
    return read(() -> catalog.loadTable(name));
  }

  /**
   * Brings a table to its newest state.
   *
   * @throws NotFoundException if the file that the catalog points at is missing
   */
  public static void refresh(Table table) {
    read(
        () -> {
          table.refresh();
          return table;
        });
  }

  public static TableMetadata refresh(TableOperations operations) {
    return read(operations::refresh);
  }

  /**
   * Runs what reads a table's metadata, and may run it again: Iceberg also reads it by itself, at
   * the first look at a table that was just committed to or made.
   */
  public static <T> T read(Supplier<T> look) {
    for (int attempt = 1; ; attempt++) {
      try {
        return look.get();
      } catch (NotFoundException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.debug("Others committed meanwhile; the catalog is asked again", e);
      }
    }
  }
}
