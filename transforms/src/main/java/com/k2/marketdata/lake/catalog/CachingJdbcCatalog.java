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

/**
 * Iceberg's JDBC catalog, which reads no metadata file that this JVM has read or written before.
 * Where a table is, it asks the database each time, and commits by compare and set there, as
 * Iceberg's does; both can work on one database at once.
 */
public class CachingJdbcCatalog extends JdbcCatalog {
  private final MetadataCache known = new MetadataCache();
  private TablePointers pointers;

  /** For Iceberg, which makes it by the name of its class. */
  public CachingJdbcCatalog() {}

  @Override
  public void initialize(String name, Map<String, String> properties) {
    super.initialize(name, properties);
    pointers =
        new TablePointers(
            name, new JdbcClientPool(properties.get(CatalogProperties.URI), properties));
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
    private static final int READ_RETRIES = 20; // Iceberg's own

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
            file -> known.at(table, file, () -> TableMetadataParser.read(io(), file)));
      } else if (currentMetadataLocation() == null) {
        disableRefresh(); // it is about to be created
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
      if (!pointers.move(table, base.metadataFileLocation(), location)) {
        throw new CommitFailedException(
            "Table %s is no longer at %s", table, base.metadataFileLocation());
      }
      known.learn(table, base, metadata, location);
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
