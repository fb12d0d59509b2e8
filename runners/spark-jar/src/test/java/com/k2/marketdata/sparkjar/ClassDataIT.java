package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import com.k2.marketdata.spark.classdata.ClassDataArchive;
import com.k2.marketdata.spark.classdata.ClassList;
import com.k2.marketdata.stack.cluster.ArchivedClasses;
import com.k2.marketdata.testing.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers and executors take their classes from the archive of the local cluster. The classes that
 * they load are written to {@code target/classes.txt}, in the format of K2's list.
 */
@Tag("long")
class ClassDataIT {
  private static final int PERCENT = 90;

  @TempDir private Path folder;

  @Test
  void jobsTakeTheirClassesFromTheArchive() throws IOException {
    try (BusyCluster cluster = new BusyCluster(folder)) {
      try (DriverProcess feed = cluster.feed()) {
        feed.kill();
      }
      ClassDataArchive archive = ClassDataArchive.of(cluster.spark());
      Files.deleteIfExists(archive.file());
      new ArchivedClasses(archive).ensure(line -> {});
      assertThat(archive.exists()).isTrue();
      Map<String, String> conf =
          archive
              .applyTo(cluster.settings())
              .withJvmOptions(List.of("-Xlog:class+load:file=" + folder + "/classes-%p.log"))
              .conf();

      try (DriverProcess job = cluster.submit(DeployMode.CLIENT, conf)) {
        assertThat(job.exitCode()).as(job::log).isEqualTo(ExitCode.DONE.code());
      }
    }
    SortedSet<String> all = new TreeSet<>();
    List<Path> logs = logs();
    assertThat(logs).as("of a driver and two executors").hasSize(3);
    for (Path log : logs) {
      List<String> lines = Files.readAllLines(log);
      SortedSet<String> loaded = ClassList.of(lines.stream());
      SortedSet<String> archived =
          ClassList.of(lines.stream().filter(line -> line.endsWith("shared objects file (top)")));
      assertThat(loaded).hasSizeGreaterThan(5_000);
      assertThat(100 * archived.size() / loaded.size()).isGreaterThanOrEqualTo(PERCENT);
      all.addAll(loaded);
    }
    Files.write(Path.of("target/classes.txt"), all);
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("classes-")).toList();
    }
  }
}
