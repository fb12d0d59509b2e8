package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
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

  /** Hadoop would read them from a process for each file. */
  @Test
  void listingsDoNotReadPermissions() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "four");
    Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ));
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.toUri());

    RemoteIterator<LocatedFileStatus> listed =
        path.getFileSystem(CatalogConfig.hadoop()).listFiles(path, true);
    LocatedFileStatus status = listed.next();

    assertThat(status.getPermission()).isEqualTo(FsPermission.getFileDefault());
    assertThat(status.getPath().toString()).isEqualTo("file:" + file);
    assertThat(status.getLen()).isEqualTo(4);
    assertThat(status.getModificationTime()).isEqualTo(Files.getLastModifiedTime(file).toMillis());
    assertThat(listed.hasNext()).isFalse();
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
