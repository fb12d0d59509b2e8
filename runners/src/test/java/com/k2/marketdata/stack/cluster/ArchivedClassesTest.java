package com.k2.marketdata.stack.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.spark.classdata.ClassDataArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a script in place of {@code spark-submit}. */
class ArchivedClassesTest {
  /** Writes the file that the JVM option names. */
  private static final String ARCHIVES =
      """
      #!/bin/bash
      for argument; do
        case $argument in *ArchiveClassesAtExit=*) echo data >"${argument##*=}" ;; esac
      done
      """;

  @TempDir private Path folder;
  private final List<String> progress = new ArrayList<>();
  private ClassDataArchive archive;

  @BeforeEach
  void setUp() throws IOException {
    Files.createDirectories(folder.resolve("jars"));
    Files.createDirectories(folder.resolve("bin"));
    Path jar = Files.writeString(folder.resolve("k2.jar"), "k2");
    archive = ClassDataArchive.of(new SparkDistribution(folder, jar, List.of()));
  }

  @Test
  void archiveIsMadeOnce() throws IOException {
    sparkSubmit(ARCHIVES);
    new ArchivedClasses(archive).ensure(progress::add);
    sparkSubmit("#!/bin/bash\nexit 1\n");
    new ArchivedClasses(archive).ensure(progress::add);

    assertThat(archive.file()).hasContent("data");
    assertThat(progress).singleElement().asString().contains("are archived for faster starts");
  }

  @Test
  void archiveOfOlderJarsIsDeleted() throws IOException {
    Path older = archive.file().resolveSibling("older.jsa");
    Files.createDirectories(older.getParent());
    Files.writeString(older, "data");
    Path ofAnother = Files.writeString(older.resolveSibling("draft-1"), "data");
    sparkSubmit(ARCHIVES);

    new ArchivedClasses(archive).ensure(progress::add);

    assertThat(older).doesNotExist();
    assertThat(ofAnother).exists();
    assertThat(archive.file()).exists();
  }

  @Test
  void failureIsReportedWithItsLog() throws IOException {
    sparkSubmit("#!/bin/bash\necho no base archive\nexit 1\n");

    new ArchivedClasses(archive).ensure(progress::add);

    Path log = archive.file().resolveSibling("archive.log");
    assertThat(archive.exists()).isFalse();
    assertThat(log).hasContent("no base archive");
    assertThat(progress).singleElement().asString().contains("start more slowly", log.toString());
  }

  private void sparkSubmit(String script) throws IOException {
    Path program = Files.writeString(folder.resolve("bin/spark-submit"), script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }
}
