package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileIOTest {
  @TempDir private Path folder;

  private final LocalFileIO files = new LocalFileIO();

  @Test
  void deletesFewFilesAndMany() throws IOException {
    files.setConf(new Configuration());
    List<String> few = make(1);
    List<String> many = make(50);

    files.deleteFiles(few);
    files.deleteFiles(many);

    assertThat(few).noneMatch(name -> Files.exists(Path.of(name)));
    assertThat(many).noneMatch(name -> Files.exists(Path.of(name)));
  }

  @Test
  void undeletableFileIsReportedAndOthersAreDeleted() throws IOException {
    files.setConf(new Configuration());
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(full.resolve("file"), "");
    List<String> paths = new ArrayList<>(List.of(full.toString()));
    paths.addAll(make(1));

    assertThatThrownBy(() -> files.deleteFiles(paths))
        .isInstanceOf(BulkDeletionFailureException.class);

    assertThat(full).exists();
    assertThat(Path.of(paths.get(1))).doesNotExist();
  }

  @Test
  void serializedFormOmitsHadoopsSettings() throws IOException {
    Configuration settings = new Configuration();
    files.setConf(settings);
    files.initialize(Map.of("k", "v"));

    LocalFileIO copy = SerializableUtils.clone(files);

    assertThat(copy.properties()).containsEntry("k", "v");
    assertThat(copy.getConf().get("fs.file.impl")).isEqualTo(PlainLocalFileSystem.class.getName());
    String name = folder.resolve("new").toString();
    copy.newOutputFile(name).create().close();
    assertThat(copy.newInputFile(name).exists()).isTrue();
    assertThat(SerializableUtils.serializeToByteArray(files)).hasSizeLessThan(1_000);
  }

  private List<String> make(int count) throws IOException {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(Files.createTempFile(folder, "old", ".json").toString());
    }
    return made;
  }
}
