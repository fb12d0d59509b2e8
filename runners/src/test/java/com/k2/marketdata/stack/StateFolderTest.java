package com.k2.marketdata.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  @TempDir private Path temp;

  @Test
  void wipeDeletesTheFolderIfEmpty() throws IOException {
    StateFolder state = StateFolder.at(temp.resolve("state")).create();
    Files.createDirectories(state.component("kafka").resolve("data"));
    Files.writeString(state.component("kafka").resolve("data/0.log"), "x");
    Files.writeString(state.path().resolve("catalog.db"), "x");

    assertThat(state.wipe()).isEmpty();
    assertThat(state.path()).doesNotExist();
    assertThat(state.wipe()).isEmpty();
  }

  @Test
  void foreignFolderIsNeitherUsedNorWiped() throws IOException {
    Files.writeString(temp.resolve("thesis.tex"), "x");
    StateFolder state = StateFolder.at(temp);

    assertThatThrownBy(state::create).isInstanceOf(UsageException.class);
    assertThatThrownBy(state::wipe).isInstanceOf(UsageException.class);
    assertThat(temp.resolve("thesis.tex")).exists();
  }

  @Test
  void folderCreatedByAPipelineIsAccepted() throws IOException {
    Files.createDirectories(temp.resolve("warehouse"));
    Files.writeString(temp.resolve("catalog.ready"), "");

    assertThat(StateFolder.at(temp).create().isMarked()).isTrue();
  }

  @Test
  void linkIsDeletedAndNotFollowed() throws IOException {
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "x");
    StateFolder state = StateFolder.at(temp.resolve("state")).create();
    Files.createSymbolicLink(state.path().resolve("warehouse"), outside);

    state.wipe();

    assertThat(outside.resolve("kept")).exists();
  }
}
