package com.k2.marketdata.lake.maintain.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyFilesTest {

  @Test
  @Tag("long")
  void aMillionFilesFitInASmallHeap(@TempDir Path folder) throws Exception {
    ChildJvm.withHeap("512m", ManyFiles.class, folder.toString()).requireExit(0);
    assertThat(Files.readString(folder.resolve("result")))
        .matches("1005\\d{3} listed, 5000 deleted in \\d+ s");
  }
}
