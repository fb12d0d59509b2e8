package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.message.MessageHash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** Compares the sums in bronze's ledger with bronze's rows. */
public final class BronzeSums {
  private BronzeSums() {}

  /** Requires every sum in the ledger to be that of the rows that it counts. */
  public static void requireMatch(Table bronze, Ledger ledger) {
    Map<String, Long> expected = new TreeMap<>();
    Map<String, Long> found = new TreeMap<>();
    ledger
        .sums()
        .forEach(
            (topicId, sum) -> {
              expected.put(topicId, sum.sum());
              found.put(topicId, 0L);
            });
    MessageHash hash = new MessageHash();
    for (Record row : TestLake.rows(bronze)) {
      String topicId = (String) row.getField(BronzeTable.TOPIC_ID);
      int partition = (Integer) row.getField(BronzeTable.PARTITION);
      long offset = (Long) row.getField(BronzeTable.OFFSET);
      if (ledger.sums().containsKey(topicId)
          && ledger.sums().get(topicId).counts(partition, offset)) {
        found.merge(topicId, hashOf(hash, partition, offset, row), Long::sum);
      }
    }
    assertThat(found).as("sums of the rows in bronze").isEqualTo(expected);
  }

  @SuppressWarnings("unchecked")
  private static long hashOf(MessageHash hash, int partition, long offset, Record row) {
    OffsetDateTime timestamp = (OffsetDateTime) row.getField(BronzeTable.KAFKA_TIMESTAMP);
    return hash.of(
        partition,
        offset,
        timestamp == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, timestamp.toInstant()),
        (ByteBuffer) row.getField(BronzeTable.KEY),
        (Map<String, ByteBuffer>) row.getField(BronzeTable.HEADERS),
        (ByteBuffer) row.getField(BronzeTable.RAW_BYTES));
  }
}
