package com.k2.marketdata.replay;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.verify.scan.PinnedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Some dead letters with their messages.
 *
 * @param letters those found first
 */
public record DeadLetterSample(String exchange, String topic, List<Shown> letters) {

  /**
   * A dead letter.
   *
   * @param value the message; null for a tombstone
   */
  public record Shown(Letter letter, String detail, byte @Nullable [] value) {}

  /**
   * Reads dead letters of a topic.
   *
   * @param limit at most this number is read
   * @throws UsageException if the silver table does not exist
   * @throws HoleException if silver has no position in the topic
   */
  public static DeadLetterSample of(
      CatalogConfig catalog, Exchange exchange, String topic, DeadLetterFilter filter, int limit) {
    PinnedTopic pinned = PinnedTopic.pin(catalog, exchange, topic);
    DeadLetters deadLetters = DeadLetters.of(pinned);
    List<Shown> letters = new ArrayList<>();
    pinned
        .deadLetters()
        .ifPresent(
            table ->
                SystemFaultException.wrapping(
                    "Could not read " + table.name(),
                    () -> {
                      read(table, deadLetters, filter, limit, letters);
                      return null;
                    }));
    return new DeadLetterSample(exchange.name(), topic, letters);
  }

  private static void read(
      PinnedTable table,
      DeadLetters deadLetters,
      DeadLetterFilter filter,
      int limit,
      List<Shown> letters) {
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table.table())
            .useSnapshot(table.snapshot())
            .where(deadLetters.ofTopic())
            .build()) {
      for (Record row : rows) {
        if (letters.size() == limit) {
          return;
        }
        Letter letter = letter(row, deadLetters);
        if (filter.selects(letter)) {
          letters.add(
              new Shown(
                  letter,
                  (String) row.getField("error_detail"),
                  bytes((ByteBuffer) row.getField(DeadLetterTable.RAW_RECORD))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Letter letter(Record row, DeadLetters deadLetters) {
    int partition = (Integer) row.getField(DeadLetterTable.KAFKA_PARTITION);
    long offset = (Long) row.getField(DeadLetterTable.KAFKA_OFFSET);
    return new Letter(
        partition,
        offset,
        (String) row.getField(DeadLetterTable.ERROR_REASON),
        ((OffsetDateTime) row.getField(DeadLetterTable.ERROR_TIMESTAMP)).toInstant(),
        deadLetters.state(
            (String) row.getField(DeadLetterTable.KAFKA_TOPIC_ID), partition, offset));
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer value) {
    if (value == null) {
      return null;
    }
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }
}
