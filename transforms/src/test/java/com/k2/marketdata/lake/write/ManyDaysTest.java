package com.k2.marketdata.lake.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trades of many days in turn need little memory, and a killed process leaves no spill file. */
class ManyDaysTest {
  @TempDir private Path folder;

  @Test
  void daysInTurnNeedLittleMemory() throws Exception {
    run("128m", 200_000, false).requireExit(0);
  }

  @Test
  @Tag("long")
  void twoMillionRowsFitSmallHeap() throws Exception {
    run("512m", 2_000_000, false).requireExit(0);
  }

  @Test
  void killedProcessLeavesNoSpillFile() throws Exception {
    run("128m", 200_000, true).requireExit(ManyDays.KILLED);
    assertThat(folder.resolve("spills")).isEmptyDirectory();
  }

  private ChildJvm run(String heap, int rows, boolean halt) throws Exception {
    Path spills = Files.createDirectory(folder.resolve("spills"));
    return ChildJvm.withHeap(
        heap,
        ManyDays.class,
        folder.toString(),
        spills.toString(),
        Integer.toString(rows),
        "1000",
        Boolean.toString(halt));
  }
}
