package com.k2.marketdata.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.iceberg.DataFile;

/** What one thread of the floor does with each record, and the files that come of it. */
final class RecordWork {
  private final PeerOptions options;
  private final long nowMicros;
  private final int today;
  private final RollingWriter bronze;
  private final RollingWriter silver;
  private final RollingWriter deadLetters;
  private final TradeMapper mapper;
  private long records;
  private long rejected;

  /** Files to be committed, and how many records they are of. */
  record Result(
      long records,
      long rejected,
      List<DataFile> bronze,
      List<DataFile> silver,
      List<DataFile> deadLetters) {}

  /** For one thread; all threads of a run have the same now. */
  RecordWork(PeerOptions options, FloorTables tables, Instant now) {
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    this.options = options;
    this.nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    this.today = (int) day.toEpochDay();
    this.bronze = writer(tables.bronze(), day);
    this.silver = writer(tables.silver(), day);
    this.deadLetters = writer(tables.deadLetters(), day);
    this.mapper = options.step().decodes() ? TradeMapper.of(options.exchange(), nowMicros) : null;
  }

  private static RollingWriter writer(FloorTables.Output output, LocalDate day) {
    return output == null ? null : output.writer(day);
  }

  /** Takes a record from Kafka, which comes into bronze now. */
  void take(byte[] value, int partition, long offset, long kafkaMillis) throws IOException {
    take(value, partition, offset, kafkaMillis, nowMicros);
  }

  /**
   * Takes a record.
   *
   * @param value it is kept until its row is written out, so that it must not change
   * @param bronzeMicros when it came into bronze
   */
  void take(byte[] value, int partition, long offset, long kafkaMillis, long bronzeMicros)
      throws IOException {
    records++;
    if (bronze != null) {
      FlatRow row = bronze.row();
      row.set(0, ByteBuffer.wrap(value));
      row.set(1, options.topic());
      row.set(2, partition);
      row.set(3, offset);
      row.set(4, kafkaMillis * 1_000);
      row.set(5, bronzeMicros);
      row.set(6, today);
      bronze.write();
    }
    if (mapper == null) {
      return;
    }
    if (mapper.map(value)) {
      if (silver != null) {
        mapper.writeSilver(silver, bronzeMicros);
      }
    } else {
      rejected++;
      if (deadLetters != null) {
        mapper.writeDeadLetter(deadLetters, value, offset, today, options.bronzeTable());
      }
    }
  }

  /** Closes the files; no more records after that. */
  Result finish() throws IOException {
    return new Result(records, rejected, files(bronze), files(silver), files(deadLetters));
  }

  private static List<DataFile> files(RollingWriter writer) throws IOException {
    return writer == null ? List.of() : writer.finish();
  }
}
