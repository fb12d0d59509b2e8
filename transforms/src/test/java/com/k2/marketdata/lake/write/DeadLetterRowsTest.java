package com.k2.marketdata.lake.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rejected messages are written to the dead-letter table. */
class DeadLetterRowsTest {
  @TempDir private Path folder;
  private Table table;

  @BeforeEach
  void create() {
    table = TestLake.in(folder).ensure(DeadLetterTable.definition());
  }

  @Test
  void partitionsAreDayAndSource() {
    DataFile file = write(20, rejected(new byte[] {1}, null)).get(0);
    assertThat(file.partition().get(0, Integer.class)).isEqualTo(20);
    assertThat(file.partition().get(1, CharSequence.class)).hasToString("src");
  }

  @Test
  void reusedRowKeepsNoPreviousValue() {
    TestLake.append(
        table,
        write(
            20_000,
            rejected(new byte[] {4}, 4),
            rejected(null, null),
            rejected(new byte[] {5}, 5)));
    assertThat(TestLake.rows(table))
        .extracting(row -> row.getField("schema_id"), row -> row.getField("raw_record") == null)
        .containsExactlyInAnyOrder(tuple(4, false), tuple(null, true), tuple(5, false));
  }

  private List<DataFile> write(int day, Outcome.Rejected... rejected) {
    return DeadLetterFixture.write(table, "src", day, List.of(rejected));
  }

  private static Outcome.Rejected rejected(byte[] value, Integer schemaId) {
    KafkaMessage message = new KafkaMessage("t", "id", 0, 0, 1, 2, Map.of(), null, value);
    return new Outcome.Rejected(message, RejectReason.FRAMING_INVALID, "detail", schemaId);
  }
}
