package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.PositionOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PlainLocalFileSystemTest {
  @TempDir private Path folder;

  @Test
  void noOtherFilesAreWritten() throws IOException {
    Table table =
        new TableSetup(LocalCatalog.in(folder, "market_data")).ensure(DeadLetterTable.definition());
    // As in tasks.
    FileIO files = SerializableTable.copyOf(table).io();
    String location = table.location() + "/data/day=1/file";

    try (PositionOutputStream stream = files.newOutputFile(location).create()) {
      stream.write(7);
    }

    assertThat(files.newInputFile(location).getLength()).isEqualTo(1);
    try (Stream<Path> written =
        Files.list(Path.of(location.replaceFirst("^file:/*", "/")).getParent())) {
      assertThat(written).map(Path::getFileName).map(Path::toString).containsExactly("file");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void fullDiskIsNamedWithThePath() throws IOException {
    HadoopFileIO files = new HadoopFileIO(CatalogConfig.hadoop());
    // Each write to this device fails as on a full disk.
    try (PositionOutputStream stream =
        files.newOutputFile("file:///dev/full").createOrOverwrite()) {
      stream.write(new byte[100_000]);
      fail("nothing can be written");
    } catch (IOException e) {
      assertThat(e).hasMessage("/dev/full: No space left on device").hasNoCause();
    }
  }

  @Test
  void folderThatCannotBeCreatedIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    HadoopFileIO files = new HadoopFileIO(CatalogConfig.hadoop());
    assertThatThrownBy(() -> files.newOutputFile("file:" + file + "/data/x").create())
        .hasStackTraceContaining(file.toString());
  }
}
