package com.k2.marketdata.verify;

import static com.k2.marketdata.verify.VerifyLake.TOPIC_ID;
import static com.k2.marketdata.verify.VerifyLake.offsets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.report.VerifyReport;
import com.k2.marketdata.verify.report.VerifyReport.FileReport;
import com.k2.marketdata.verify.scan.FileFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are deleted, damaged and replaced in real tables, and must be found. */
class VerifiedFilesTest {
  @TempDir private Path state;

  @Test
  void missingFilesAreFoundAndTheRestIsRead() throws IOException {
    VerifyLake lake = VerifyLake.healthy(state);
    DataFile file = lake.append(TableRole.SILVER, TOPIC_ID, 101, 102);
    Files.delete(path(file));

    VerifyReport report = lake.verify();
    assertThat(report.exitCode()).isEqualTo(ExitCode.DISCREPANCY);
    FileReport found = onlyFile(report);
    assertThat(found.kind()).isEqualTo(FileFault.Kind.FILE_MISSING);
    assertThat(found.path()).isEqualTo(file.location());
    assertThat(found.rows()).isEqualTo("2 rows, partitions 0 to 0, offsets 101 to 102");
    assertThat(report.exchanges().get(0).partitions().get(1).counts().rows()).isEqualTo(90);
  }

  @Test
  void filesOfAnExpiredSnapshotAreNotMissing() {
    VerifyLake lake = VerifyLake.healthy(state);
    assertThatThrownBy(() -> lake.verify(true, lake.runnerThatExpiresSilver()))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("silver_binance_trades has expired");
  }

  @Test
  void damagedFilesOfEveryTableAreFound() throws IOException {
    for (TableRole role : TableRole.values()) {
      VerifyLake lake = VerifyLake.healthy(state.resolve(role.name()));
      DataFile file = lake.append(role, TOPIC_ID, offsets(1_000, 3_000));
      byte[] bytes = Files.readAllBytes(path(file));
      Arrays.fill(bytes, 4, bytes.length - 4 - footerLength(bytes), (byte) 0x55);
      Files.write(path(file), bytes);

      assertThat(onlyFile(lake.verify()))
          .extracting(FileReport::kind, FileReport::path)
          .containsExactly(FileFault.Kind.FILE_DAMAGED, file.location());
    }
  }

  @Test
  void truncatedFilesAreFoundByTheirLength() throws IOException {
    VerifyLake lake = VerifyLake.healthy(state);
    DataFile file = lake.append(TableRole.BRONZE, TOPIC_ID, 101, 102);
    byte[] bytes = Files.readAllBytes(path(file));
    Files.write(path(file), Arrays.copyOf(bytes, bytes.length / 2));

    FileReport found = onlyFile(lake.verify());
    assertThat(found.kind()).isEqualTo(FileFault.Kind.FILE_DAMAGED);
    assertThat(found.sentence())
        .contains(String.format("has %,d bytes, not %,d", bytes.length / 2, bytes.length));
  }

  @Test
  void filesWithOtherRowCountsAreFound() throws IOException {
    VerifyLake lake = VerifyLake.healthy(state);
    DataFile file = lake.write(TableRole.BRONZE, TOPIC_ID, offsets(100, 110));
    DataFile described =
        DataFiles.builder(lake.table(TableRole.BRONZE).spec())
            .copy(file)
            .withRecordCount(12)
            .build();
    lake.append(TableRole.BRONZE, described);
    lake.position(TableRole.BRONZE, 110);

    FileReport found = onlyFile(lake.verify());
    assertThat(found.kind()).isEqualTo(FileFault.Kind.FILE_ROW_COUNT);
    assertThat(found.sentence()).contains("row count of 10 in its footer, not 12");
  }

  @Test
  void missingManifestsAreFoundAndOtherFilesAreRead() throws IOException {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.append(TableRole.SILVER, TOPIC_ID, 101, 102, 103);
    ManifestFile newest = newestManifest(lake, TableRole.SILVER);
    Files.delete(path(newest.path()));

    VerifyReport report = lake.verify();
    assertThat(report.exitCode()).isEqualTo(ExitCode.DISCREPANCY);
    FileReport found = onlyFile(report);
    assertThat(found.kind()).isEqualTo(FileFault.Kind.MANIFEST_MISSING);
    assertThat(found.path()).isEqualTo(newest.path());
    assertThat(found.rows()).isEqualTo("1 file with 3 rows");
    assertThat(rows(report)).containsExactly(100L, 90L, 10L);
  }

  @Test
  void damagedManifestsOfEveryTableAreFound() throws IOException {
    for (TableRole role : TableRole.values()) {
      VerifyLake lake = VerifyLake.healthy(state.resolve(role.name()));
      ManifestFile manifest = newestManifest(lake, role);
      byte[] bytes = Files.readAllBytes(path(manifest.path()));
      Files.write(path(manifest.path()), new byte[bytes.length]);
      assertThat(onlyFile(lake.verify()))
          .extracting(FileReport::kind, FileReport::path)
          .containsExactly(FileFault.Kind.MANIFEST_DAMAGED, manifest.path());

      Files.write(path(manifest.path()), Arrays.copyOf(bytes, bytes.length / 2));
      assertThat(onlyFile(lake.verify()).sentence())
          .contains(String.format("has %,d bytes, not %,d", bytes.length / 2, bytes.length));
    }
  }

  @Test
  void pendingDeadLettersAreReadDespiteMissingManifests() throws IOException {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.addPendingDeadLetters();
    Files.delete(path(newestManifest(lake, TableRole.DEAD_LETTERS).path()));

    VerifyReport report = lake.verify();
    assertThat(onlyFile(report).kind()).isEqualTo(FileFault.Kind.MANIFEST_MISSING);
    assertThat(rows(report)).containsExactly(120L, 108L, 2L);
  }

  @Test
  void manifestListsAreFoundAndOtherTablesAreRead() throws IOException {
    VerifyLake lake = VerifyLake.healthy(state);
    Snapshot snapshot = lake.table(TableRole.BRONZE).currentSnapshot();
    Files.write(path(snapshot.manifestListLocation()), new byte[] {1, 2, 3});
    VerifyReport damaged = lake.verifyUncached();
    assertThat(onlyFile(damaged).kind()).isEqualTo(FileFault.Kind.MANIFEST_DAMAGED);
    assertThat(rows(damaged)).containsExactly(0L, 90L, 10L);

    Files.delete(path(snapshot.manifestListLocation()));
    VerifyReport missing = lake.verifyUncached();
    assertThat(onlyFile(missing))
        .extracting(FileReport::kind, FileReport::path, FileReport::rows)
        .containsExactly(
            FileFault.Kind.MANIFEST_MISSING,
            snapshot.manifestListLocation(),
            "the manifests of snapshot " + snapshot.snapshotId());
  }

  private static ManifestFile newestManifest(VerifyLake lake, TableRole role) {
    Table table = lake.table(role);
    return table.currentSnapshot().allManifests(table.io()).get(0);
  }

  private static List<Long> rows(VerifyReport report) {
    return report.exchanges().get(0).partitions().stream()
        .map(partition -> partition.counts().rows())
        .toList();
  }

  private static FileReport onlyFile(VerifyReport report) {
    assertThat(report.exchanges().get(0).files()).hasSize(1);
    return report.exchanges().get(0).files().get(0);
  }

  private static Path path(DataFile file) {
    return path(file.location());
  }

  private static Path path(String location) {
    return Path.of(location.replaceFirst("^file:", ""));
  }

  /** The length of a Parquet file's footer, which is before the final magic number. */
  private static int footerLength(byte[] file) {
    return ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt() + 4;
  }
}
