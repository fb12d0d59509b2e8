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
  void tenThousandFilesExpire() throws Exception {
    run("128m", "10000");
  }

  @Test
  @Tag("long")
  void aMillionFilesFitSmallHeap() throws Exception {
    run("512m", "1000000");
  }

  private void run(String heap, String files) throws Exception {
    ChildJvm.withHeap("1g", ManyExpiredFiles.class, folder.toString(), files, "fill")
        .requireExit(0);
    ChildJvm.withHeap(heap, ManyExpiredFiles.class, folder.toString(), files, "expire")
        .requireExit(0);
  }
}
