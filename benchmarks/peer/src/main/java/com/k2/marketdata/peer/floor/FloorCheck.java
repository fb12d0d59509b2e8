package com.k2.marketdata.peer.floor;

import com.k2.marketdata.peer.job.Faults;
import com.k2.marketdata.peer.job.FloorStep;
import com.k2.marketdata.peer.job.Outcome;
import com.k2.marketdata.peer.job.PeerOptions;
import com.k2.marketdata.peer.job.TableTotals;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads the tables that {@link Floor} has written and compares them with what is expected. */
final class FloorCheck {
  private static final long HASH_SEED = 42;

  private final PeerOptions options;
  private final FloorTables tables;
  private final Faults faults = new Faults();

  FloorCheck(PeerOptions options, FloorTables tables) {
    this.options = options;
    this.tables = tables;
  }

  /**
   * Compares all tables.
   *
   * @param records number of records that the floor has read
   * @param rejected number of them that are not valid trades
   */
  Outcome of(TableTotals totals, long records, long rejected) throws IOException {
    faults.expect("records", options.requiredRecords(), records);
    long rows = records - rejected;
    long deadLetters = rejected;
    Map<String, Long> reasons = new TreeMap<>();
    if (tables.bronze() != null) {
      rows = bronzeRows();
    }
    if (tables.silver() != null) {
      rows = silverRows();
      readReasons(reasons);
      deadLetters = reasons.values().stream().mapToLong(Long::longValue).sum();
      long valid = options.requiredValid();
      faults
          .expect("silver's rows", valid, rows)
          .expect("dead letters", options.requiredRecords() - valid, deadLetters);
    }
    return new Outcome(totals, rows, deadLetters, reasons, faults.found());
  }

  /** Counts bronze's rows and checks their offsets, except those of a sample, which repeat. */
  private long bronzeRows() throws IOException {
    Map<Integer, BitSet> offsets = new TreeMap<>();
    long rows = 0;
    try (CloseableIterable<Record> read =
        IcebergGenerics.read(tables.bronze().table()).select("partition", "offset").build()) {
      for (Record row : read) {
        rows++;
        offsets
            .computeIfAbsent((Integer) row.getField("partition"), p -> new BitSet())
            .set(Math.toIntExact((Long) row.getField("offset")));
      }
    }
    faults.expect("bronze's rows", options.requiredRecords(), rows);
    if (options.step() != FloorStep.WRITE) {
      long distinct = 0;
      for (Map.Entry<Integer, BitSet> partition : offsets.entrySet()) {
        BitSet seen = partition.getValue();
        distinct += seen.cardinality();
        faults.expect(
            "partition " + partition.getKey() + ", distinct offsets",
            seen.length(),
            seen.cardinality());
      }
      faults.expect("bronze's distinct offsets", rows, distinct);
    }
    return rows;
  }

  private long silverRows() throws IOException {
    long[] hashes = new long[1 << 16];
    int rows = 0;
    try (CloseableIterable<Record> read =
        IcebergGenerics.read(tables.silver().table()).select("trade_id").build()) {
      for (Record row : read) {
        if (rows == hashes.length) {
          hashes = Arrays.copyOf(hashes, rows * 2);
        }
        UTF8String id = UTF8String.fromString((String) row.getField("trade_id"));
        hashes[rows++] = XXH64.hashUTF8String(id, HASH_SEED);
      }
    }
    long distinct = Arrays.stream(hashes, 0, rows).sorted().distinct().count();
    faults.expect("distinct trades", rows, distinct);
    return rows;
  }

  private void readReasons(Map<String, Long> reasons) throws IOException {
    try (CloseableIterable<Record> read =
        IcebergGenerics.read(tables.deadLetters().table()).select("error_reason").build()) {
      for (Record row : read) {
        reasons.merge((String) row.getField("error_reason"), 1L, Long::sum);
      }
    }
  }
}
