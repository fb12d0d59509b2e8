package com.k2.marketdata.lake.catalog;

import java.util.Map;
import org.apache.iceberg.BaseMetastoreTableOperations;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Iceberg's JDBC catalog without repeated reads of metadata files that this JVM has read or written
 * before. It reads a table's pointer from the database each time, and commits by compare-and-set
 * there, as Iceberg's catalog does; both can use one database at the same time.
 *
 * <p>Made for the embedded SQLite catalog of {@link LocalCatalog}, whose schema version is V1.
 */
public class CachingJdbcCatalog extends JdbcCatalog {
  private static final Logger LOG = LoggerFactory.getLogger(CachingJdbcCatalog.class);

  private final MetadataCache cache = new MetadataCache();
  private TablePointers pointers;

  /** For Iceberg, which creates the catalog by its class name. */
  public CachingJdbcCatalog() {}

  @Override
  public void initialize(String name, Map<String, String> properties) {
    super.initialize(name, properties);
    String database = properties.get(CatalogProperties.URI);
    pointers = new TablePointers(name, database, new JdbcClientPool(database, properties));
  }

  @Override
  protected TableOperations newTableOps(TableIdentifier table) {
    return new Operations(super.newTableOps(table), table);
  }

  @Override
  public void close() {
    super.close();
    if (pointers != null) {
      pointers.close();
    }
  }

  private final class Operations extends BaseMetastoreTableOperations {
    private static final int READ_RETRIES = 20; // as in Iceberg

    private final TableOperations icebergs;
    private final TableIdentifier table;

    Operations(TableOperations icebergs, TableIdentifier table) {
      this.icebergs = icebergs;
      this.table = table;
    }

    @Override
    protected void doRefresh() {
      String location = pointers.read(table);
      if (location != null) {
        refreshFromMetadataLocation(
            location,
            null,
            READ_RETRIES,
            file -> cache.get(table, file, () -> TableMetadataParser.read(io(), file)));
      } else if (currentMetadataLocation() == null) {
        disableRefresh(); // the table is about to be created
      } else {
        throw new NoSuchTableException("Table %s was dropped by another process", table);
      }
    }

    @Override
    protected void doCommit(TableMetadata base, TableMetadata metadata) {
      if (base == null) {
        icebergs.commit(null, metadata);
        return;
      }
      String location = writeNewMetadataIfRequired(false, metadata);
      // If this throws, the outcome is unknown and the file may be the table's: it must stay.
      boolean moved = pointers.move(table, base.metadataFileLocation(), location);
      if (!moved) {
        deleteUnused(location);
        throw new CommitFailedException(
            "Table %s is no longer at %s", table, base.metadataFileLocation());
      }
      cache.putCommitted(table, base, metadata, location);
    }

    private void deleteUnused(String location) {
      try {
        io().deleteFile(location);
      } catch (RuntimeException e) {
        LOG.warn("Could not delete {}, which no table uses: {}", location, e.toString());
      }
    }

    @Override
    public FileIO io() {
      return icebergs.io();
    }

    @Override
    protected String tableName() {
      return table.toString();
    }
  }
}
