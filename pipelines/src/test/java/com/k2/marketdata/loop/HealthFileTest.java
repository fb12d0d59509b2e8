package com.k2.marketdata.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file between its records; its contents are in the tests of the loops. */
class HealthFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("health");
  }

  @Test
  void newProcessDoesNotKeepTheOldFile() throws IOException {
    Files.writeString(file, "healthy\n");
    HealthFile.start(file.toString());
    assertThat(file).doesNotExist();
  }

  @Test
  void touchSaysNothingBeforeTheFirstRecord() {
    HealthFile health = HealthFile.start(file.toString());
    health.touch();
    assertThat(file).doesNotExist();
  }

  @Test
  void missingFileIsWrittenAgainWithItsReasons() throws IOException {
    long[] now = {0};
    HealthFile health = new HealthFile(file, () -> now[0]);
    health.failed("binance", "gone");
    Files.delete(file);
    now[0] += HealthFile.INTERVAL.toNanos() - 1;
    health.touch();
    assertThat(file).doesNotExist();

    now[0]++;
    health.touch();

    assertThat(file).hasContent("unhealthy\nbinance: gone\n");
  }
}
