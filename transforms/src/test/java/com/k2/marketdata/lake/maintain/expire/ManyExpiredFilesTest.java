package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An expiry of many files needs little memory. */
class ManyExpiredFilesTest {
  @TempDir private Path folder;

  @Test
  @Tag("long")
  void aMillionFilesFitSmallHeap() throws Exception {
    String files = "1000000";
    ChildJvm.withHeap("1g", ManyExpiredFiles.class, folder.toString(), files, "fill")
        .requireExit(0);
    ChildJvm.withHeap("512m", ManyExpiredFiles.class, folder.toString(), files, "expire")
        .requireExit(0);
  }
}
