package com.k2.marketdata.testing;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.table.TableSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** Real tables in a test's folder, in a catalog that can fail. */
public record TestLake(CatalogConfig config) {

  public static TestLake in(Path folder) {
    return new TestLake(FaultyCatalog.in(folder));
  }

  public FaultyCatalog catalog() {
    return FaultyCatalog.of(config);
  }

  /** The table, created if it is missing. */
  public Table ensure(TableDefinition definition) {
    return new TableSetup(config).ensure(definition);
  }

  /** The table as another process sees it. */
  public Table load(String name) {
    return config.open().loadTable(config.table(name));
  }

  /** All rows of the current snapshot. */
  public static List<Record> rows(Table table) {
    table.refresh();
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      List<Record> all = new ArrayList<>();
      rows.forEach(all::add);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A timestamp as {@link #rows} returns it. */
  public static OffsetDateTime time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /** Commits files to the table, without a ledger. */
  public static void append(Table table, List<DataFile> files) {
    AppendFiles append = table.newAppend();
    files.forEach(append::appendFile);
    append.commit();
  }

  /** A data file that exists in metadata only, for tests that read no rows. */
  public static DataFile fileOf(Table table, String partition, long rows) {
    return DataFiles.builder(table.spec())
        .withPath(table.location() + "/data/" + UUID.randomUUID() + ".parquet")
        .withFormat(FileFormat.PARQUET)
        .withPartitionPath(partition)
        .withFileSizeInBytes(100)
        .withRecordCount(rows)
        .build();
  }
}
