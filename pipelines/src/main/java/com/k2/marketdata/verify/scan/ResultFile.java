package com.k2.marketdata.verify.scan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.SystemFaultException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a result from a task to the driver, which may be another machine: a small JSON file next
 * to a table's metadata. Closing it deletes the file. If that fails, the result is still valid, so
 * only a warning is logged.
 */
public final class ResultFile implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ResultFile.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Table table;
  private final String location;

  /** Chooses a new file next to the metadata of {@code table}, without writing it. */
  public ResultFile(Table table) {
    this.table = SerializableTable.copyOf(table);
    this.location =
        ((HasTableOperations) table)
            .operations()
            .metadataFileLocation("k2-result-" + UUID.randomUUID() + ".json");
  }

  /**
   * Writes the result. A retried task overwrites the file with the same content.
   *
   * @throws SystemFaultException if the store refuses it
   */
  public void write(Object result) {
    SystemFaultException.wrapping(
        "Could not write the result " + location,
        () -> {
          try (OutputStream out = table.io().newOutputFile(location).createOrOverwrite()) {
            out.write(JSON.writeValueAsBytes(result));
            return null;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * Reads the result.
   *
   * @throws SystemFaultException if the store does not return it
   */
  public <T> T read(Class<T> type) {
    return SystemFaultException.wrapping(
        "Could not read the result " + location,
        () -> {
          try (InputStream in = table.io().newInputFile(location).newStream()) {
            return JSON.readValue(in.readAllBytes(), type);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void close() {
    try {
      table.io().deleteFile(location);
    } catch (RuntimeException e) {
      LOG.warn(
          "Could not delete the result {}, which nothing reads any more. Delete it by"
              + " hand: {}",
          location,
          e.toString());
    }
  }
}
