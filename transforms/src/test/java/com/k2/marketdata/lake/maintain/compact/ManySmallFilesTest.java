package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManySmallFilesTest {

  /** All 100,000 files would need more memory. */
  @Test
  @Tag("long")
  void limitOfFilesBoundsTheMemoryOfThePlan(@TempDir Path folder) throws Exception {
    ChildJvm.withHeap("64m", ManySmallFiles.class, folder.toString()).requireExit(0);
  }
}
