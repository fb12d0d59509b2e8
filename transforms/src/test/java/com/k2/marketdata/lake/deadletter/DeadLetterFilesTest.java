package com.k2.marketdata.lake.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.write.DeadLetterFixture;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of a cycle's dead-letter files keeps every file as it was written. */
class DeadLetterFilesTest {
  @TempDir private Path folder;
  private Table table;

  @BeforeEach
  void create() {
    table = TestLake.in(folder).ensure(DeadLetterTable.definition());
  }

  @Test
  void filesAreReadFromTheirList() {
    KafkaMessage message = new KafkaMessage("t", "id", 0, 0, 1, 2, Map.of(), null, new byte[] {3});
    Outcome.Rejected rejected =
        new Outcome.Rejected(message, RejectReason.FRAMING_INVALID, "detail", 4);
    List<DataFile> files = new ArrayList<>();
    for (int day = 20_000; day < 20_003; day++) {
      files.addAll(DeadLetterFixture.write(table, "src/odd name=ü", day, List.of(rejected)));
    }
    List<DataFile> read = DeadLetterFiles.read(table, DeadLetterFiles.write(table, "cycle", files));
    assertThat(read).hasSize(3);
    for (int i = 0; i < 3; i++) {
      DataFile given = files.get(i);
      DataFile found = read.get(i);
      assertThat(found.location()).isEqualTo(given.location());
      assertThat(found.specId()).isEqualTo(given.specId());
      assertThat(found.partition().get(0, Integer.class)).isEqualTo(20_000 + i);
      assertThat(found.partition().get(1, CharSequence.class)).hasToString("src/odd name=ü");
      assertThat(found.recordCount()).isEqualTo(1);
      assertThat(found.fileSizeInBytes()).isEqualTo(given.fileSizeInBytes());
      assertThat(found.splitOffsets()).isEqualTo(given.splitOffsets());
      assertThat(found.columnSizes()).isEqualTo(given.columnSizes());
      assertThat(found.valueCounts()).isEqualTo(given.valueCounts());
      assertThat(found.nullValueCounts()).isEqualTo(given.nullValueCounts());
      assertThat(found.lowerBounds()).isEqualTo(given.lowerBounds());
      assertThat(found.upperBounds()).isEqualTo(given.upperBounds());
    }
    TestLake.append(table, read);
    assertThat(TestLake.rows(table)).hasSize(3);
  }

  @Test
  void twoListsOfACycleAreTwoFiles() {
    assertThat(DeadLetterFiles.write(table, "cycle", List.of()))
        .isNotEqualTo(DeadLetterFiles.write(table, "cycle", List.of()));
  }
}
