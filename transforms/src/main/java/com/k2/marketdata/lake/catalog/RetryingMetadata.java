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
 * Reads tables as they are now, even while others commit faster than this process reads.
 *
 * <p>A catalog only points at a table's metadata file, and each commit deletes a file that is a few
 * commits old. A slow reader may find the file deleted after it has read the pointer. Then it reads
 * the pointer again; a file that stays missing is an error.
 */
public final class RetryingMetadata {
  private static final Logger LOG = LoggerFactory.getLogger(RetryingMetadata.class);

  /** No reader is overtaken this often in a row: the file does not exist. */
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

  /** The newest metadata of a table. */
  public static TableMetadata refresh(TableOperations operations) {
    return read(operations::refresh);
  }

  /**
   * Runs an action that reads a table's metadata, and repeats it if a file is missing. Iceberg also
   * reads metadata implicitly, at the first use of a table after its creation or a commit.
   */
  public static <T> T read(Supplier<T> action) {
    for (int attempt = 1; ; attempt++) {
      try {
        return action.get();
      } catch (NotFoundException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.debug("Metadata file deleted by newer commits; reading the catalog again", e);
      }
    }
  }
}
