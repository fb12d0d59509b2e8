package com.k2.marketdata.testing;

import java.nio.file.Path;

/** Another engine that maintains the tables of a market and does not keep K2's positions. */
public interface ForeignEngine {
  /** Rewrites every data file of a table. */
  void compact(String table);

  /** Expires all snapshots of a table but the current one. */
  void expire(String table);

  /** Iceberg's API in this process. */
  static ForeignEngine api(Path state) {
    Tables tables = Tables.of(state);
    return new ForeignEngine() {
      @Override
      public void compact(String table) {
        ForeignTool.rewrite(tables.table(table));
      }

      @Override
      public void expire(String table) {
        ForeignTool.expire(tables.table(table));
      }
    };
  }

  /** Iceberg's procedures in Spark. */
  static ForeignEngine spark(SparkSql spark, Path state) {
    SparkProcedures procedures = SparkProcedures.of(spark, state);
    return new ForeignEngine() {
      @Override
      public void compact(String table) {
        procedures.compact(table);
      }

      @Override
      public void expire(String table) {
        procedures.expireAll(table);
      }
    };
  }
}
