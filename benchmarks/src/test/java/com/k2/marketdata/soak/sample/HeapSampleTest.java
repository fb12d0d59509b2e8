package com.k2.marketdata.soak.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapSampleTest {
  private static final Instant TIME = Instant.ofEpochMilli(1_732_692_000_123L);

  @TempDir private Path folder;

  @Test
  void readsTheUsedHeapAfterEachCollection() throws IOException {
    Files.writeString(
        folder.resolve("gc-17.log"),
        """
        [1732691990000ms] Using Serial
        [1732692000123ms] GC(0) DefNew: 98304K(110592K)->1024K(110592K) Eden: 9K(9K)->0K(9K)
        [1732692000123ms] GC(0) Tenured: 0K(245760K)->10240K(245760K)
        [1732692000123ms] GC(0) Pause Young (Allocation Failure) 96M->11M(464M) 12.345ms
        [1732692000123ms] GC(1) Pause Young (Allocation Failure) 90M->90M(464M) 0.059ms
        [1732692000123ms] GC(2) DefNew: 30425K(110592K)->0K(110592K) Eden: 9K(9K)->0K(9K)
        [1732692000123ms] GC(2) Tenured: 62000K(245760K)->51712K(245760K)
        [1732692000123ms] GC(2) Pause Full (Diagnostic Command) 90M->50M(464M) 95.1ms
        [1732692000123ms] GC(3) Concurrent Mark Cycle 12.3ms
        """);

    assertThat(HeapSample.read(folder, 17))
        .containsExactly(new HeapSample(TIME, 11, false), new HeapSample(TIME, 50.5, true));
  }

  @Test
  void processWithoutLogHasNoCollections() throws IOException {
    assertThat(HeapSample.read(folder, 18)).isEmpty();
  }

  @Test
  void thisJavaWritesTheExpectedLog() throws Exception {
    Path classes =
        Path.of(Garbage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                HeapSample.loggedTo(folder),
                "-cp",
                classes.toString(),
                Garbage.class.getName())
            .inheritIO()
            .start();

    assertThat(process.waitFor()).isZero();
    assertThat(HeapSample.read(folder, process.pid()))
        .filteredOn(HeapSample::full)
        .hasSize(1)
        .first()
        .satisfies(heap -> assertThat(heap.usedMegabytes()).isBetween(8.0, 20.0));
  }

  /** Keeps 8 MB, and requests a full collection. */
  static final class Garbage {
    private static final byte[] KEPT = new byte[8 << 20];

    private Garbage() {}

    public static void main(String[] args) {
      System.gc();
      if (KEPT.length == 0) {
        throw new IllegalStateException();
      }
    }
  }
}
