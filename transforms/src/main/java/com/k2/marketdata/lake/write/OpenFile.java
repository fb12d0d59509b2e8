package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.write.row.Row;
import com.k2.marketdata.progress.ReportedClose;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.io.DataWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A data file that rows are written to. */
final class OpenFile {
  private static final Logger LOG = LoggerFactory.getLogger(OpenFile.class);
  private static final int ROWS_BETWEEN_SIZE_CHECKS = 1_000;

  private final DataWriter<Row> writer;
  private final String location;
  private long rows;
  private long lastUse;

  OpenFile(DataWriter<Row> writer, String location) {
    this.writer = writer;
    this.location = location;
  }

  void write(Row row) {
    writer.write(row);
    rows++;
  }

  /** Whether the file has reached this size, which is checked every 1,000 rows. */
  boolean hasReached(long bytes) {
    return rows % ROWS_BETWEEN_SIZE_CHECKS == 0 && writer.length() >= bytes;
  }

  /** The number of the table's row at which writing last switched from this file to another. */
  long lastUse() {
    return lastUse;
  }

  void leave(long tableRow) {
    lastUse = tableRow;
  }

  /** Closes the file and reports progress. */
  DataFile close() {
    try {
      ReportedClose.close(writer, writer.length());
    } catch (IOException e) {
      throw new UncheckedIOException("Could not finish the data file " + location, e);
    }
    return writer.toDataFile();
  }

  /** Closes a file that will be deleted. */
  void abandon() {
    try {
      writer.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("Could not close the abandoned data file {}", location, e);
    }
  }
}
