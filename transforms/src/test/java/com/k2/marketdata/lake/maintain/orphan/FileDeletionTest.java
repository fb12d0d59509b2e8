package com.k2.marketdata.lake.maintain.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.junit.jupiter.api.Test;

class FileDeletionTest {

  @Test
  void failuresAreCountedAndTheOthersDeleted() {
    EachByItself io = new EachByItself();
    assertThat(new FileDeletion(io).delete(orphans(25)))
        .isEqualTo(new OrphanResult(OrphanCounts.NONE, 22, 3));
    assertThat(io.deleted).hasSize(22).contains("24").doesNotContain("0", "10", "20");
  }

  @Test
  void filesAreDeletedInBulk() {
    InBulk io = new InBulk();
    assertThat(new FileDeletion(io).delete(orphans(2_500)))
        .isEqualTo(new OrphanResult(OrphanCounts.NONE, 2_250, 250));
    assertThat(io.batches).containsExactly(1_000, 1_000, 500);
  }

  private static List<PlannedItem> orphans(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new PlannedItem(
                    MaintenanceStep.ORPHANS, PlannedItem.Kind.OTHER_FILE, "" + i, 1, 1, "test"))
        .toList();
  }

  /** Cannot delete every tenth file. */
  private static class EachByItself implements FileIO {
    final List<String> deleted = new ArrayList<>();

    @Override
    public InputFile newInputFile(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OutputFile newOutputFile(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void deleteFile(String path) {
      if (Integer.parseInt(path) % 10 == 0) {
        throw new IllegalStateException("Locked by a test");
      }
      deleted.add(path);
    }
  }

  private static final class InBulk extends EachByItself implements SupportsBulkOperations {
    private final List<Integer> batches = new ArrayList<>();

    @Override
    public void deleteFiles(Iterable<String> paths) {
      int size = 0;
      int failed = 0;
      for (String path : paths) {
        size++;
        failed += Integer.parseInt(path) % 10 == 0 ? 1 : 0;
      }
      batches.add(size);
      throw new BulkDeletionFailureException(failed);
    }
  }
}
