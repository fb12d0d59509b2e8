package com.k2.marketdata.lake.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.junit.jupiter.api.Test;

/** Deleting files in bulk and one by one. */
class FileDeletionTest {
  private final Set<String> deleted = new TreeSet<>();
  private long count;

  /** A store whose files named bad cannot be deleted; those named flaky can the second time. */
  private class OneByOne implements FileIO {
    private final Map<String, Integer> tries = new HashMap<>();

    @Override
    public void deleteFile(String path) {
      int number = tries.merge(path, 1, Integer::sum);
      if (path.startsWith("missing")) {
        throw new NotFoundException("%s is missing", path);
      }
      if (path.startsWith("bad") || path.startsWith("flaky") && number == 1) {
        throw new UncheckedIOException(new ConnectException("refused"));
      }
      deleted.add(path);
    }

    @Override
    public InputFile newInputFile(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OutputFile newOutputFile(String path) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Bulk extends OneByOne implements SupportsBulkOperations {
    private int calls;

    @Override
    public void deleteFiles(Iterable<String> paths) {
      calls++;
      int failed = 0;
      for (String path : paths) {
        if (path.startsWith("broken")) {
          throw new UncheckedIOException(new ConnectException("refused"));
        }
        failed += path.startsWith("bad") ? 1 : 0;
        deleted.add(path);
      }
      if (failed > 0) {
        throw new BulkDeletionFailureException(failed);
      }
    }
  }

  @Test
  void failedDeletesAreCountedAfterRetries() {
    assertThat(delete(new OneByOne(), "a", "bad", "flaky", "missing", "b")).isEqualTo(1);
    assertThat(count).isEqualTo(4);
    assertThat(deleted).containsExactly("a", "b", "flaky");
  }

  @Test
  void bulkFailuresAreCounted() {
    assertThat(delete(new Bulk(), "a", "bad1", "bad2", "b")).isEqualTo(2);
    assertThat(count).isEqualTo(2);
    assertThat(delete(new Bulk(), "a", "broken", "b")).isEqualTo(3);
    assertThat(count).isZero();
  }

  @Test
  void manyFilesAreDeletedInBatches() {
    Bulk bulk = new Bulk();
    FileDeletion deletion = new FileDeletion(bulk);
    for (int i = 0; i < 2_500; i++) {
      deletion.add("f" + i);
    }
    assertThat(deleted).hasSize(2_000);
    assertThat(deletion.finish()).isZero();
    assertThat(deletion.deleted()).isEqualTo(2_500);
    assertThat(deleted).hasSize(2_500);
    assertThat(bulk.calls).isEqualTo(3);
  }

  @Test
  void eachRequestIsProgress() {
    assertThat(requests(new Bulk())).isEqualTo(1);
    assertThat(requests(new OneByOne())).isEqualTo(3);
  }

  private static int requests(FileIO io) {
    AtomicInteger requests = new AtomicInteger();
    FileDeletion deletion = new FileDeletion(io, requests::incrementAndGet);
    List.of("a", "b", "missing").forEach(deletion::add);
    deletion.finish();
    return requests.get();
  }

  private long delete(FileIO io, String... locations) {
    FileDeletion deletion = new FileDeletion(io);
    for (String location : locations) {
      deletion.add(location);
    }
    long failed = deletion.finish();
    count = deletion.deleted();
    return failed;
  }
}
