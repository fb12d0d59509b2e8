package com.k2.marketdata.verify.contents.diff;

import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.MessageHash;
import com.k2.marketdata.verify.contents.finding.ContentFinding;
import com.k2.marketdata.verify.contents.finding.ContentKind;
import com.k2.marketdata.verify.contents.finding.ContentVerdict;
import com.k2.marketdata.verify.contents.finding.Difference;
import com.k2.marketdata.verify.contents.row.Cell;
import com.k2.marketdata.verify.contents.task.BronzeColumns;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.Block;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Compares bronze's rows of one block with Kafka's messages, offset by offset. */
public final class KafkaDiff {
  private final PartitionId partition;
  private final long begin;
  private final BlockRows bronze;
  private final BronzeColumns columns;
  private final long[] hashes = new long[Block.SIZE];
  private final RoaringBitmap present = new RoaringBitmap();
  private final RoaringBitmap repeated = new RoaringBitmap();
  private final Map<Integer, List<Cell>> examples = new TreeMap<>();

  /** Compares the block of a partition that begins at an offset. */
  public KafkaDiff(PartitionId partition, long begin, BlockRows bronze) {
    this.partition = partition;
    this.begin = begin;
    this.bronze = bronze;
    this.columns = new BronzeColumns(bronze.columns());
  }

  /**
   * Adds the differences to the verdict. Offsets that bronze has more than once, and those that
   * only bronze or only Kafka has, are not compared.
   *
   * @param messages passes Kafka's messages to its argument
   */
  public void compare(Consumer<Consumer<KafkaMessage>> messages, ContentVerdict verdict) {
    bronze.read(
        (offset, row) -> {
          if (!present.checkedAdd(offset)) {
            repeated.add(offset);
          }
          hashes[offset] = columns.hash(row);
        });
    MessageHash hash = new MessageHash();
    messages.accept(
        message -> {
          int offset = (int) (message.offset() - begin);
          if (present.contains(offset)
              && !repeated.contains(offset)
              && hashes[offset] != hash.of(message)) {
            verdict.count(ContentKind.BRONZE_CHANGED);
            if (examples.size() < ContentVerdict.MAX_FINDINGS) {
              examples.put(offset, cells(message));
            }
          }
        });
    if (!examples.isEmpty()) {
      bronze.read(
          (offset, row) -> {
            List<Cell> expected = examples.get(offset);
            if (expected != null) {
              verdict.keep(
                  new ContentFinding(
                      ContentKind.BRONZE_CHANGED,
                      TableRole.BRONZE,
                      partition,
                      begin + offset,
                      differences(cells(columns.message(row)), expected)));
            }
          });
    }
  }

  private static List<Difference> differences(List<Cell> found, List<Cell> expected) {
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      found.get(i).differenceFrom(expected.get(i)).ifPresent(differences::add);
    }
    return differences;
  }

  private static List<Cell> cells(KafkaMessage message) {
    Map<String, ByteBuffer> headers = new LinkedHashMap<>();
    message.headers().forEach((name, value) -> headers.put(name, wrap(value)));
    return List.of(
        Cell.of(BronzeTable.KAFKA_TIMESTAMP, message.timestampMicros()),
        Cell.of(BronzeTable.KEY, wrap(message.key())),
        Cell.of(BronzeTable.HEADERS, headers),
        Cell.of(BronzeTable.RAW_BYTES, wrap(message.value())));
  }

  private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
