package com.k2.marketdata.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.testing.CycleFixture;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskOutputTest {
  @TempDir private Path folder;
  private Table table;

  @BeforeEach
  void create() {
    table = new CycleFixture(folder, "trades").bronze();
  }

  @Test
  void manyElementsArriveAndTheFileIsDeleted() throws IOException {
    List<FileCount> counts =
        LongStream.range(0, 2_500).mapToObj(number -> new FileCount(number, 1)).toList();
    List<FileCount> found = new ArrayList<>();
    try (TaskOutput<FileCount> output = new TaskOutput<>(table)) {
      write(counts, FileCount.class, output);
      output.read(FileCount.class, found::add);
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(counts);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files).noneMatch(file -> file.toString().contains("k2-maintain"));
    }
  }

  /** A lost result must not look like a run without work. */
  @Test
  void missingResultIsASystemFault() {
    try (TaskOutput<FileCount> output = new TaskOutput<>(table)) {
      assertThatThrownBy(() -> output.readOnly(FileCount.class))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContaining("did not return a result");
    }
  }

  @Test
  void otherClassesAreNotRead() {
    try (TaskOutput<Other> output = new TaskOutput<>(table)) {
      write(List.of(new Other(1)), Other.class, output);
      assertThatThrownBy(() -> output.readOnly(Other.class))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContaining("REJECTED");
    }
  }

  private record Other(int number) implements Serializable {}

  private static <T extends Serializable> void write(
      List<T> elements, Class<T> type, TaskOutput<T> output) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline.apply(Create.of(elements).withCoder(SerializableCoder.of(type))).apply(output.write());
    pipeline.run().waitUntilFinish();
  }
}
