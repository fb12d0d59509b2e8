package com.k2.marketdata.operate;

import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.Tables;
import com.k2.marketdata.testing.TestPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.data.Record;

/** Binance's tables in a state folder and a topic of their own, small and in many cycles. */
record Binance(LocalKafka kafka, Path state, String topic) {
  static final List<String> ALL_TABLES =
      List.of("bronze_binance_trades", "silver_binance_trades", "silver_dlq_trades");

  /** Every tenth message is no trade, every seventh is of a trade ten days old. */
  void publish(int from, int to) {
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = from; i < to; i++) {
        long age = i % 7 == 0 ? Duration.ofDays(10).toMillis() : 0;
        publisher.sendLater(
            topic,
            i % 3,
            NumberedTrades.millis(i) + age,
            i % 10 == 0 ? new byte[] {1, 2} : NumberedTrades.binance(i));
      }
      publisher.flush();
    }
  }

  /** Runs a pipeline in cycles of 100. */
  void run(String pipeline, String... further) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--runner=DirectRunner",
                "--exchange=binance",
                "--topic=" + topic,
                "--maxRecordsPerCycle=100",
                "--onHole=exit",
                "--state=" + state,
                "--bootstrapServers=" + kafka.bootstrap()));
    args.addAll(List.of(further));
    PipelineLauncher.named(pipeline).run(args.toArray(String[]::new));
  }

  /** Runs a verb for the exchange. */
  K2Run k2(String... verb) {
    List<String> args = new ArrayList<>(List.of(verb));
    args.add("--exchange=binance");
    args.add("--topic=" + topic);
    args.add("--state=" + state);
    args.add("--bootstrapServers=" + kafka.bootstrap());
    return K2Run.of(args);
  }

  Tables tables() {
    return Tables.of(state);
  }

  /** The contents of all tables, without the times of processing. */
  List<List<String>> contents() {
    return ALL_TABLES.stream().map(table -> tables().contents(table)).toList();
  }

  /** Partition and offset of each row, sorted, with doubles. */
  List<String> coordinates(String table) {
    String prefix = table.startsWith("bronze") ? "" : "kafka_";
    return tables().rows(table).stream().map(row -> coordinates(row, prefix)).sorted().toList();
  }

  private static String coordinates(Record row, String prefix) {
    return row.getField(prefix + "partition") + ":" + row.getField(prefix + "offset");
  }
}
