package com.k2.marketdata.maintain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.maintain.PlannedItem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Writes what a run plans to a file, as JSON lines: for each table a {@link Header}, then an {@link
 * Item} for each thing. The file appears when it is complete.
 */
final class PlanFile implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Begins the items of a table.
   *
   * @param metadata the metadata file that was current
   * @param time of the plan, ISO-8601
   */
  record Header(
      String table, String uuid, String metadata, String time, Map<String, String> settings) {}

  /**
   * One planned thing of the table whose header precedes it.
   *
   * @param target a path, or the id of a snapshot or of a group of files
   * @param bytes null if unknown
   * @param ageMillis null if unknown
   */
  record Item(
      String step,
      String kind,
      String target,
      @Nullable Long bytes,
      @Nullable Long ageMillis,
      String why) {}

  private final Path file;
  private final Path draft;
  private final BufferedWriter out;
  private @Nullable SystemFaultException failure;

  private PlanFile(Path file) throws IOException {
    this.file = file;
    this.draft = file.resolveSibling(file.getFileName() + ".new");
    this.out = Files.newBufferedWriter(draft);
  }

  /** Begins a file, which replaces an older one when it is complete. */
  static PlanFile create(Path file) {
    try {
      return new PlanFile(file);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** Begins the items of a table. */
  void table(String name, Table table, Instant time, Map<String, String> settings) {
    String metadata = ((HasTableOperations) table).operations().current().metadataFileLocation();
    write(new Header(name, table.uuid().toString(), metadata, time.toString(), settings));
  }

  /** Adds an item of the table that was begun last. */
  void add(PlannedItem item) {
    write(
        new Item(
            item.step().toString(),
            item.kind().toString(),
            item.target(),
            item.size() < 0 ? null : (Long) item.size(),
            item.ageMillis() < 0 ? null : (Long) item.ageMillis(),
            item.why()));
  }

  /**
   * Completes the file.
   *
   * @throws SystemFaultException if it could not be written as a whole
   */
  void complete() {
    if (failure != null) {
      throw failure;
    }
    try {
      out.close();
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** Removes the draft of a file that was not completed. */
  @Override
  public void close() {
    try {
      out.close();
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private void write(Object line) {
    try {
      out.write(JSON.writeValueAsString(line));
      out.newLine();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + line.getClass() + " as JSON", e);
    } catch (IOException e) {
      failure = failed(file, e);
      throw failure;
    }
  }

  private static SystemFaultException failed(Path file, IOException e) {
    return new SystemFaultException("Could not write the plan " + file + ": " + e, e);
  }
}
