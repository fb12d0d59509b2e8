package com.k2.marketdata.verify.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.exchange.Binance;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictFileTest {
  @TempDir private Path folder;
  private Path metadata;
  private VerdictFile file;

  @BeforeEach
  void create() {
    Table table = TestLake.in(folder).ensure(BronzeTable.definition(new Binance()));
    metadata = Path.of(table.location().replace("file:", "")).resolve("metadata");
    file = new VerdictFile(table);
  }

  @Test
  void closingDeletesTheFile() throws IOException {
    file.write(verdict());
    assertThat(file.read().equalTradeIds()).isEqualTo(3);
    assertThat(files()).hasSize(1);
    file.close();
    assertThat(files()).isEmpty();
    file.close();
  }

  @Test
  void failedDeleteDoesNotChangeTheResult() throws IOException {
    file.write(verdict());
    Path written = files().get(0);
    Files.delete(written);
    Files.createDirectories(written.resolve("not empty"));
    file.close();
    assertThat(written).isDirectory();
  }

  @Test
  void folderThatCannotBeWrittenIsASystemFault() throws IOException {
    Files.move(metadata, metadata.resolveSibling("moved"));
    Files.writeString(metadata, "not a folder");
    assertThatThrownBy(() -> file.write(verdict()))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("Could not write the result ")
        .hasMessageContaining(metadata.toString());
  }

  @Test
  void missingFileIsASystemFault() {
    assertThatThrownBy(file::read)
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("Could not read the result ")
        .hasMessageContaining(metadata.toString());
  }

  private static Verdict verdict() {
    Verdict verdict = new Verdict();
    verdict.countEqualTradeIds(3);
    return verdict;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(metadata)) {
      return files.filter(path -> path.getFileName().toString().contains("k2-result-")).toList();
    }
  }
}
