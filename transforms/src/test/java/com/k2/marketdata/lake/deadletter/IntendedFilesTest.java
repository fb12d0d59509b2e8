package com.k2.marketdata.lake.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.write.DeadLetterFixture;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is lost of recorded dead letters is found before they are appended. */
class IntendedFilesTest {
  @TempDir private Path folder;
  private Table table;
  private DataFile file;
  private String list;

  @BeforeEach
  void write() {
    table = TestLake.in(folder).ensure(DeadLetterTable.definition());
    KafkaMessage message = new KafkaMessage("t", "id", 0, 0, 1, 2, Map.of(), null, new byte[] {3});
    file =
        DeadLetterFixture.write(
                table,
                "source",
                20_000,
                List.of(new Outcome.Rejected(message, RejectReason.FRAMING_INVALID, "detail", 4)))
            .get(0);
    list = DeadLetterFiles.write(table, "cycle", List.of(file));
  }

  @Test
  void completeFilesAreReturned() {
    IntendedFiles found = find(1);

    assertThat(found.lost()).isEmpty();
    assertThat(found.files()).extracting(DataFile::location).containsExactly(file.location());
  }

  @Test
  void missingListIsLost() throws IOException {
    Files.delete(local(list));
    assertLost(1, list, "does not exist", "orphan");
  }

  @Test
  void listThatIsCutOffIsLost() throws IOException {
    byte[] bytes = Files.readAllBytes(local(list));
    replace(list, Arrays.copyOf(bytes, bytes.length / 2));
    assertLost(1, list, "is damaged");
    replace(list, new byte[0]);
    assertLost(1, list, "0 rows, not 1");
    replace(list, "\n".getBytes());
    assertLost(1, list, "is damaged");
  }

  @Test
  void listWithOtherRowsIsLost() {
    assertLost(2, list, "1 rows, not 2");
  }

  @Test
  void missingDataFileIsLost() throws IOException {
    Files.delete(local(file.location()));
    assertLost(1, file.location(), "does not exist");
  }

  @Test
  void dataFileThatIsCutOffIsLost() throws IOException {
    replace(file.location(), new byte[] {1, 2, 3});
    assertLost(1, file.location(), "has 3 bytes, not " + file.fileSizeInBytes());
  }

  /** Orphan removal deletes whole files. */
  @Test
  void damagedFileWasNotAnOrphan() throws IOException {
    replace(list, new byte[0]);
    assertThat(find(1).lost().orElseThrow()).doesNotContain("orphan");
  }

  private void assertLost(long rows, String... texts) {
    assertThat(find(rows).lost().orElseThrow()).contains(texts);
    assertThat(find(rows).files()).isEmpty();
  }

  private IntendedFiles find(long rows) {
    return IntendedFiles.find(table, new DeadLetterIntent("cycle", "before", list, rows));
  }

  /** Without the checksum file that Hadoop writes beside a file. */
  private static void replace(String location, byte[] bytes) throws IOException {
    Path path = local(location);
    Files.deleteIfExists(path.resolveSibling("." + path.getFileName() + ".crc"));
    Files.write(path, bytes);
  }

  private static Path local(String location) {
    return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
  }
}
