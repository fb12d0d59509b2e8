package com.k2.marketdata.peer.spark;

import com.k2.marketdata.peer.job.Faults;
import com.k2.marketdata.peer.job.Outcome;
import com.k2.marketdata.peer.job.PeerOptions;
import com.k2.marketdata.peer.job.TableTotals;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the tables that {@link PeerSilver} has written and compares them with what is expected. */
final class SilverCheck {
  private SilverCheck() {}

  static Outcome of(SparkSession spark, PeerOptions options, TableTotals totals) {
    String deadLetters = PeerSession.qualified(options.deadLetterTable());
    Row silver =
        spark
            .sql(
                "SELECT count(*), count(DISTINCT xxhash64(trade_id)),"
                    + " count_if(price > 0 AND quantity > 0) FROM "
                    + PeerSession.qualified(options.silverTable()))
            .first();
    Row rejected =
        spark
            .sql("SELECT count(*), count(DISTINCT raw_record, kafka_offset) FROM " + deadLetters)
            .first();
    Map<String, Long> reasons = new TreeMap<>();
    for (Row row :
        spark
            .sql("SELECT error_reason, count(*) FROM " + deadLetters + " GROUP BY 1")
            .collectAsList()) {
      reasons.put(row.getString(0), row.getLong(1));
    }
    long valid = options.requiredValid();
    long invalid = options.requiredRecords() - valid;
    Faults faults =
        new Faults()
            .expect("silver's rows", valid, silver.getLong(0))
            .expect("distinct trades", valid, silver.getLong(1))
            .expect("trades with positive price and quantity", valid, silver.getLong(2))
            .expect("dead letters", invalid, rejected.getLong(0))
            .expect("distinct dead letters", invalid, rejected.getLong(1));
    return new Outcome(totals, silver.getLong(0), rejected.getLong(0), reasons, faults.found());
  }
}
