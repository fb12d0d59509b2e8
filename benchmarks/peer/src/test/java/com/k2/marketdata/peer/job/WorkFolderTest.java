package com.k2.marketdata.peer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
  private final String temporary = System.getProperty("java.io.tmpdir");
  @TempDir private Path folder;

  @AfterEach
  void restore() {
    System.setProperty("java.io.tmpdir", temporary);
  }

  @Test
  void deletesOnlyBelowTheWorkFolder() throws IOException {
    Path outside = Files.createFile(folder.resolve("outside"));
    WorkFolder work = WorkFolder.open(folder.resolve("work"));
    Path table = Files.createDirectories(work.table("t").resolve("data"));
    Files.createFile(table.resolve("f"));

    assertThatIOException().isThrownBy(() -> work.delete(outside));
    assertThatIOException().isThrownBy(() -> work.delete(folder.resolve("work")));
    assertThatIOException()
        .isThrownBy(() -> work.delete(work.warehouse().resolve("../../outside")));
    assertThat(outside).exists();

    work.delete(work.table("t"));
    assertThat(work.table("t")).doesNotExist();
    work.delete(work.table("t"));
    assertThat(work.warehouse()).exists();
  }
}
