package com.k2.marketdata.peer.floor;

import com.k2.marketdata.peer.job.Names;
import com.k2.marketdata.peer.job.PeerOptions;
import com.k2.marketdata.peer.job.TableTotals;
import com.k2.marketdata.peer.job.WorkFolder;
import com.k2.marketdata.peer.row.RollingWriter;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The floor's tables, with the same columns, partitions and settings as those that Spark writes.
 */
final class FloorTables {
  private static final Schema BRONZE =
      new Schema(
          field(1, "raw_bytes", Types.BinaryType.get()),
          field(2, "topic", Types.StringType.get()),
          field(3, "partition", Types.IntegerType.get()),
          field(4, "offset", Types.LongType.get()),
          field(5, "kafka_timestamp", Types.TimestampType.withZone()),
          field(6, "ingestion_timestamp", Types.TimestampType.withZone()),
          field(7, "ingestion_date", Types.DateType.get()));
  private static final Schema SILVER =
      new Schema(
          field(1, "message_id", Types.StringType.get()),
          field(2, "trade_id", Types.StringType.get()),
          field(3, "symbol", Types.StringType.get()),
          field(4, "exchange", Types.StringType.get()),
          field(5, "asset_class", Types.StringType.get()),
          field(6, "timestamp", Types.LongType.get()),
          field(7, "price", Types.DecimalType.of(18, 8)),
          field(8, "quantity", Types.DecimalType.of(18, 8)),
          field(9, "currency", Types.StringType.get()),
          field(10, "side", Types.StringType.get()),
          field(11, "trade_conditions", Types.ListType.ofOptional(19, Types.StringType.get())),
          field(12, "source_sequence", Types.LongType.get()),
          field(13, "ingestion_timestamp", Types.LongType.get()),
          field(14, "platform_sequence", Types.LongType.get()),
          field(15, "vendor_data", Types.StringType.get()),
          field(16, "validation_timestamp", Types.TimestampType.withZone()),
          field(17, "bronze_ingestion_timestamp", Types.TimestampType.withZone()),
          field(18, "schema_id", Types.IntegerType.get()));
  private static final Schema DEAD_LETTERS =
      new Schema(
          field(1, "raw_record", Types.BinaryType.get()),
          field(2, "error_reason", Types.StringType.get()),
          field(3, "error_type", Types.StringType.get()),
          field(4, "error_timestamp", Types.TimestampType.withZone()),
          field(5, "bronze_source", Types.StringType.get()),
          field(6, "kafka_offset", Types.LongType.get()),
          field(7, "schema_id", Types.IntegerType.get()),
          field(8, "dlq_date", Types.DateType.get()));

  private final WorkFolder work;
  private final HadoopCatalog catalog;
  private Output bronze;
  private Output silver;
  private Output deadLetters;

  /** A table and the column whose day is the partition. */
  record Output(Table table, String dayColumn) {
    /** A writer for rows of one day. */
    RollingWriter writer(LocalDate day) {
      return new RollingWriter(table, dayColumn + "_day=" + day);
    }

    /** Commits all files at once. */
    void commit(List<DataFile> files) {
      AppendFiles append = table.newAppend();
      files.forEach(append::appendFile);
      append.commit();
    }
  }

  private FloorTables(WorkFolder work, HadoopCatalog catalog) {
    this.work = work;
    this.catalog = catalog;
  }

  /** Creates the tables that a step writes, replacing those of an earlier run. */
  static FloorTables create(PeerOptions options, WorkFolder work) throws IOException {
    HadoopCatalog catalog = new HadoopCatalog();
    catalog.setConf(new Configuration());
    catalog.initialize(Names.CATALOG, Map.of("warehouse", work.warehouse().toString()));
    FloorTables tables = new FloorTables(work, catalog);
    String exchange = options.exchange();
    if (options.step().writesBronze()) {
      tables.bronze =
          tables.fresh(
              "floor_bronze_" + exchange, BRONZE, "ingestion_date", Names.BRONZE_FILE_BYTES);
    }
    if (options.step().writesSilver()) {
      tables.silver =
          tables.fresh(
              "floor_silver_" + exchange, SILVER, "validation_timestamp", Names.SILVER_FILE_BYTES);
      tables.deadLetters =
          tables.fresh(
              "floor_dlq_" + exchange, DEAD_LETTERS, "dlq_date", Names.DEAD_LETTER_FILE_BYTES);
    }
    return tables;
  }

  /** Null if the step does not write it. */
  Output bronze() {
    return bronze;
  }

  /** Null if the step does not write it. */
  Output silver() {
    return silver;
  }

  /** Null if the step does not write it. */
  Output deadLetters() {
    return deadLetters;
  }

  /** A table that another job has written. */
  Table load(String name) {
    return catalog.loadTable(TableIdentifier.of(Names.NAMESPACE, name));
  }

  /** The current totals of all tables that the step writes. */
  TableTotals totals() {
    List<Table> tables = new ArrayList<>();
    for (Output output : new Output[] {bronze, silver, deadLetters}) {
      if (output != null) {
        tables.add(output.table());
      }
    }
    return TableTotals.of(tables);
  }

  private Output fresh(String name, Schema schema, String dayColumn, long fileBytes)
      throws IOException {
    TableIdentifier identifier = TableIdentifier.of(Names.NAMESPACE, name);
    catalog.dropTable(identifier, true);
    work.delete(work.table(name));
    Table table =
        catalog.createTable(
            identifier,
            schema,
            PartitionSpec.builderFor(schema).day(dayColumn).build(),
            Map.of(
                "format-version", "2",
                "write.parquet.compression-codec", "zstd",
                "write.metadata.compression-codec", "gzip",
                "write.target-file-size-bytes", Long.toString(fileBytes)));
    return new Output(table, dayColumn);
  }

  private static Types.NestedField field(int id, String name, Type type) {
    return Types.NestedField.optional(id, name, type);
  }
}
