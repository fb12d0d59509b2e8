package com.k2.marketdata.peer.spark;

import com.k2.marketdata.peer.job.Names;
import com.k2.marketdata.peer.job.PeerOptions;
import com.k2.marketdata.peer.job.WorkFolder;
import java.io.IOException;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;

/**
 * A Spark session with those of the original system's settings that have an effect in local mode,
 * and the tables that it writes.
 */
final class PeerSession implements AutoCloseable {
  static final String BRONZE_COLUMNS =
      "raw_bytes BINARY, topic STRING, `partition` INT, `offset` BIGINT, kafka_timestamp TIMESTAMP,"
          + " ingestion_timestamp TIMESTAMP, ingestion_date DATE";
  static final String SILVER_COLUMNS =
      "message_id STRING, trade_id STRING, symbol STRING, exchange STRING, asset_class STRING,"
          + " `timestamp` BIGINT, price DECIMAL(18,8), quantity DECIMAL(18,8), currency STRING,"
          + " side STRING, trade_conditions ARRAY<STRING>, source_sequence BIGINT,"
          + " ingestion_timestamp BIGINT, platform_sequence BIGINT, vendor_data STRING,"
          + " validation_timestamp TIMESTAMP, bronze_ingestion_timestamp TIMESTAMP, schema_id INT";
  static final String DEAD_LETTER_COLUMNS =
      "raw_record BINARY, error_reason STRING, error_type STRING, error_timestamp TIMESTAMP,"
          + " bronze_source STRING, kafka_offset BIGINT, schema_id INT, dlq_date DATE";

  private final SparkSession spark;
  private final WorkFolder work;

  private PeerSession(SparkSession spark, WorkFolder work) {
    this.spark = spark;
    this.work = work;
  }

  /** Starts Spark in this process. It listens on free ports of the loopback address. */
  static PeerSession start(String name, PeerOptions options, WorkFolder work) {
    String catalog = "spark.sql.catalog." + Names.CATALOG;
    SparkSession spark =
        SparkSession.builder()
            .appName(name)
            .master(options.master())
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.port", "0")
            .config("spark.blockManager.port", "0")
            .config("spark.local.dir", work.sparkLocal().toString())
            .config("spark.sql.warehouse.dir", work.sparkWarehouse().toString())
            .config("spark.sql.session.timeZone", "UTC")
            .config(
                "spark.sql.extensions",
                "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
            .config(catalog, "org.apache.iceberg.spark.SparkCatalog")
            .config(catalog + ".type", "hadoop")
            .config(catalog + ".warehouse", work.warehouse().toString())
            .config("spark.sql.defaultCatalog", Names.CATALOG)
            .config("spark.sql.adaptive.enabled", "true")
            .config("spark.sql.adaptive.coalescePartitions.enabled", "true")
            .config("spark.memory.fraction", "0.75")
            .config("spark.memory.storageFraction", "0.3")
            .config("spark.sql.shuffle.partitions", "20")
            .config("spark.sql.streaming.minBatchesToRetain", "10")
            .config("spark.sql.streaming.numRecentProgressUpdates", "5000")
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    return new PeerSession(spark, work);
  }

  SparkSession spark() {
    return spark;
  }

  /** A table's name in SQL. */
  static String qualified(String table) {
    return Names.CATALOG + "." + Names.NAMESPACE + "." + table;
  }

  /**
   * Creates an empty table, replacing an existing one, and deletes the checkpoint of the query that
   * wrote it.
   */
  void createTable(
      String table, String columns, String partitioning, long fileBytes, String distribution)
      throws IOException {
    String properties =
        "'format-version'='2'"
            + ",'write.parquet.compression-codec'='zstd'"
            + ",'write.metadata.compression-codec'='gzip'"
            + ",'commit.retry.num-retries'='5'"
            + ",'write.target-file-size-bytes'='"
            + fileBytes
            + "'";
    if (!distribution.equals("default")) {
      properties += ",'write.distribution-mode'='" + distribution + "'";
    }
    String name = qualified(table);
    spark.sql("CREATE NAMESPACE IF NOT EXISTS " + Names.CATALOG + "." + Names.NAMESPACE);
    spark.sql("DROP TABLE IF EXISTS " + name + " PURGE");
    work.delete(work.table(table));
    work.delete(work.checkpoint(table));
    spark.sql(
        String.format(
            "CREATE TABLE %s (%s) USING iceberg PARTITIONED BY (%s) TBLPROPERTIES (%s)",
            name, columns, partitioning, properties));
  }

  /** Loads a table through Iceberg. */
  Table table(String table) {
    try {
      return Spark3Util.loadIcebergTable(spark, qualified(table));
    } catch (ParseException | org.apache.spark.sql.catalyst.analysis.NoSuchTableException e) {
      throw new IllegalArgumentException("Cannot load table " + table, e);
    }
  }

  @Override
  public void close() {
    spark.stop();
  }
}
