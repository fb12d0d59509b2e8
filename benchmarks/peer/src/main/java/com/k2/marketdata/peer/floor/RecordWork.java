package com.k2.marketdata.peer.floor;

import com.k2.marketdata.peer.job.PeerOptions;
import com.k2.marketdata.peer.row.FlatRow;
import com.k2.marketdata.peer.row.RollingWriter;
import com.k2.marketdata.peer.row.TradeMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.iceberg.DataFile;

/** The work of one thread of the floor on each record, and the files that it writes. */
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

  /** The files to commit, and the number of records they were written from. */
  record Result(
      long records,
      long rejected,
      List<DataFile> bronze,
      List<DataFile> silver,
      List<DataFile> deadLetters) {}

  /** Creates the work of one thread; all threads of a run share one {@code now}. */
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

  /** Processes a record from Kafka, whose ingestion time is now. */
  void take(byte[] value, int partition, long offset, long kafkaMillis) throws IOException {
    take(value, partition, offset, kafkaMillis, nowMicros);
  }

  /**
   * Processes a record.
   *
   * @param value must not change afterwards, because it is kept until its row is written
   * @param bronzeMicros when it was written to bronze, microseconds since the epoch
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

  /** Closes the files; call it after the last record. */
  Result finish() throws IOException {
    return new Result(records, rejected, files(bronze), files(silver), files(deadLetters));
  }

  private static List<DataFile> files(RollingWriter writer) throws IOException {
    return writer == null ? List.of() : writer.finish();
  }
}
