package com.k2.marketdata.replay;

import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.KafkaMessageCoder;
import com.k2.marketdata.progress.TaskProgress;
import com.k2.marketdata.verify.scan.DataFileReader;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads selected dead letters as messages, each with its reason. Keys and headers are not in the
 * table, and no rule uses them. The message's ingestion time is the dead letter's error_timestamp.
 */
final class ReadDeadLetters extends PTransform<PBegin, PCollection<KV<String, KafkaMessage>>> {
  private static final long serialVersionUID = 1L;

  private final TaskTable table;
  private final Selection selection;
  private final transient List<FileScanTask> files;

  /** The topic id and the offsets of the selected dead letters. */
  private record Selection(String topic, String topicId, OffsetBitmaps offsets)
      implements Serializable {}

  private ReadDeadLetters(TaskTable table, Selection selection, List<FileScanTask> files) {
    this.table = table;
    this.selection = selection;
    this.files = files;
  }

  /**
   * Reads the dead letters at these offsets.
   *
   * @param files parts of the table's files that have them
   */
  static ReadDeadLetters of(
      TaskTable table,
      String topic,
      String topicId,
      OffsetBitmaps offsets,
      List<FileScanTask> files) {
    return new ReadDeadLetters(table, new Selection(topic, topicId, offsets), files);
  }

  @Override
  public PCollection<KV<String, KafkaMessage>> expand(PBegin input) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("There must be at least one file to read.");
    }
    return input
        .apply(
            "Create parts",
            Create.of(files.stream().map(Part::new).toList())
                .withCoder(SerializableCoder.of(Part.class)))
        .apply("Read rows", ParDo.of(new ReadFn(table, selection)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), KafkaMessageCoder.of()));
  }

  /** The part of a file that one task reads. */
  private record Part(FileScanTask file) implements Serializable {}

  private static final class ReadFn extends DoFn<Part, KV<String, KafkaMessage>> {
    private static final long serialVersionUID = 1L;

    private static final List<String> COLUMNS =
        List.of(
            DeadLetterTable.KAFKA_TOPIC,
            DeadLetterTable.KAFKA_TOPIC_ID,
            DeadLetterTable.KAFKA_PARTITION,
            DeadLetterTable.KAFKA_OFFSET,
            DeadLetterTable.ERROR_REASON,
            DeadLetterTable.ERROR_TIMESTAMP,
            DeadLetterTable.KAFKA_TIMESTAMP,
            DeadLetterTable.RAW_RECORD);

    private final TaskTable table;
    private final Selection selection;

    ReadFn(TaskTable table, Selection selection) {
      this.table = table;
      this.selection = selection;
    }

    @ProcessElement
    public void read(@Element Part part, OutputReceiver<KV<String, KafkaMessage>> messages) {
      Table letters = table.table();
      DataFileReader rows = new DataFileReader(letters, letters.schema().select(COLUMNS));
      int[] at = COLUMNS.stream().mapToInt(rows::position).toArray();
      AtomicLong read = new AtomicLong();
      rows.read(
          part.file(),
          row -> {
            TaskProgress.reportRows(read.incrementAndGet());
            if (isSelected(row, at)) {
              messages.output(KV.of(row.get(at[4], String.class), message(row, at)));
            }
          });
      TaskProgress.report();
    }

    private boolean isSelected(StructLike row, int[] at) {
      return selection.topic().equals(row.get(at[0], String.class))
          && selection.topicId().equals(row.get(at[1], String.class))
          && selection
              .offsets()
              .contains(row.get(at[2], Integer.class), row.get(at[3], Long.class));
    }

    private KafkaMessage message(StructLike row, int[] at) {
      Long kafkaMicros = row.get(at[6], Long.class);
      return new KafkaMessage(
          selection.topic(),
          selection.topicId(),
          row.get(at[2], Integer.class),
          row.get(at[3], Long.class),
          kafkaMicros == null
              ? KafkaMessage.NO_TIMESTAMP
              : TimeUnit.MICROSECONDS.toMillis(kafkaMicros),
          row.get(at[5], Long.class),
          Map.of(),
          null,
          bytes(row.get(at[7], ByteBuffer.class)));
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
      if (buffer == null) {
        return null;
      }
      byte[] copy = new byte[buffer.remaining()];
      buffer.duplicate().get(copy);
      return copy;
    }
  }
}
