package com.k2.marketdata.lake.write.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.write.row.InternedText;
import com.k2.marketdata.lake.write.row.Row;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows return from the spill sorted by partition value and otherwise unchanged. */
class RowSpillTest {
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  @TempDir private Path folder;

  private record Spilled(int partition, Object value) {}

  @Property(tries = 300)
  void rowsAreSortedByPartitionAndThenByArrival(
      @ForAll @Size(max = 200) List<@IntRange(min = -3, max = 3) Integer> partitions,
      @ForAll @IntRange(min = 0, max = 500) int bufferBytes) {
    RowSpill spill = new RowSpill(() -> create(TEMPORARY, 1 << 20), bufferBytes);
    List<Spilled> expected = new ArrayList<>();
    Row row = new Row(1);
    for (int i = 0; i < partitions.size(); i++) {
      row.set(0, (long) i);
      spill.add(partitions.get(i), row);
      expected.add(new Spilled(partitions.get(i), (long) i));
    }
    expected.sort(Comparator.comparing(Spilled::partition));
    partitions.forEach(partition -> assertThat(spill.has(partition)).isTrue());
    assertThat(spill.has(4)).isFalse();
    assertThat(drain(spill, row)).isEqualTo(expected);
    spill.close();
  }

  @Test
  void rowsLargerThanTheBufferAreKept() {
    RowSpill spill = new RowSpill(() -> create(folder, 1 << 30), 1_000);
    Row row = new Row(1);
    List<Spilled> expected = new ArrayList<>();
    for (int size : new int[] {10, 3 * RowBuffer.SEGMENT_BYTES, 0, 1 << 20}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      row.set(0, Binary.fromConstantByteArray(bytes));
      spill.add(1, row);
      expected.add(new Spilled(1, row.value(0)));
    }
    assertThat(drain(spill, row)).isEqualTo(expected);
    spill.close();
  }

  @Test
  void valuesOfEveryTypeAreKept() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("b", "ü");
    texts.put("a", "");
    Map<Binary, Binary> binaries = new LinkedHashMap<>();
    binaries.put(InternedText.once("none"), null);
    binaries.put(InternedText.once("empty"), InternedText.once(""));
    List<Object> values =
        Arrays.asList(
            null,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            InternedText.once("text"),
            List.of(),
            List.of(InternedText.once("x"), InternedText.once("y")),
            Map.of(),
            texts,
            binaries);
    RowSpill spill = new RowSpill(() -> create(folder, 1 << 20), 0);
    Row row = new Row(values.size());
    for (int i = 0; i < values.size(); i++) {
      row.set(i, values.get(i));
    }
    spill.add(1, row);
    Row read = new Row(values.size());
    spill.drain(read, partition -> {});
    for (int i = 0; i < values.size(); i++) {
      assertThat(read.value(i)).isEqualTo(values.get(i));
    }
    assertThat(List.copyOf(((Map<?, ?>) read.value(7)).keySet())).isEqualTo(List.of("b", "a"));
    spill.close();
  }

  @Test
  void smallSpillNeedsNoFile() {
    RowSpill spill =
        new RowSpill(
            () -> {
              throw new AssertionError("No file is needed");
            },
            1_000);
    Row row = new Row(1);
    row.set(0, 1L);
    spill.add(1, row);
    assertThat(drain(spill, row)).containsExactly(new Spilled(1, 1L));
  }

  @Test
  void openSpillFileIsNotInItsFolder() {
    Path missing = folder.resolve("missing");
    assumeTrue(missing.getFileSystem().supportedFileAttributeViews().contains("posix"));
    RowSpill spill = new RowSpill(() -> create(missing, 1 << 20), 0);
    Row row = new Row(1);
    row.set(0, 5L);
    spill.add(1, row);
    assertThat(missing).isEmptyDirectory();
    assertThat(drain(spill, row)).containsExactly(new Spilled(1, 5L));
    spill.close();
  }

  @Test
  void fullDiskIsNamedWithFolderAndCause() throws IOException {
    Path full = Path.of("/dev/full"); // each write fails as on a full disk
    assumeTrue(Files.exists(full));
    try (FileChannel channel =
        FileChannel.open(full, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      RowSpill spill = new RowSpill(() -> new SpillFile(channel, folder, 1 << 20), 0);
      Row row = new Row(1);
      row.set(0, 5L);
      assertThatThrownBy(() -> spill.add(1, row))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContaining("Could not write the spill file in " + folder)
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("--spillFolder");
      spill.close();
    }
  }

  @Test
  void folderThatCannotBeCreatedIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> create(file.resolve("spills"), 1))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("Could not create a spill file in " + file)
        .hasMessageContaining("Choose another folder with --spillFolder");
  }

  @Test
  void folderIsTheExecutorsIfItHasOne() {
    SpillSettings settings = SpillSettings.DEFAULTS;
    assertThat(settings.localFolder(Map.of())).isEqualTo(TEMPORARY);
    assertThat(settings.localFolder(Map.of("SPARK_LOCAL_DIRS", "/a,/b"))).hasToString("/a");
    assertThat(
            settings.localFolder(Map.of("SPARK_LOCAL_DIRS", "/a", "SPARK_EXECUTOR_DIRS", "/c:/d")))
        .hasToString("/c");
    assertThat(new SpillSettings("/own", 1).localFolder(Map.of("SPARK_EXECUTOR_DIRS", "/c")))
        .hasToString("/own");
  }

  private static SpillFile create(Path folder, long maxBytes) {
    return SpillFile.create(new SpillSettings(folder.toString(), maxBytes));
  }

  private static List<Spilled> drain(RowSpill spill, Row row) {
    List<Spilled> rows = new ArrayList<>();
    spill.drain(row, partition -> rows.add(new Spilled(partition, row.value(0))));
    return rows;
  }
}
