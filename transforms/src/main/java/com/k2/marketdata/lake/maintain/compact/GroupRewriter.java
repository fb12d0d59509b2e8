package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.lake.maintain.compact.InputRows.UnreadableInput;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Failed;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Missing;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Written;
import com.k2.marketdata.progress.ReportedClose;
import com.k2.marketdata.progress.TaskProgress;
import java.io.Closeable;
import java.io.IOException;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.PropertyUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rewrites the rows of a group of files, one file after the other, into one file with the table's
 * Parquet settings. Holds a row group of the output and one of the input in memory. Not safe for
 * concurrent use.
 */
final class GroupRewriter {
  private static final Logger LOG = LoggerFactory.getLogger(GroupRewriter.class);

  /** The largest row group, in bytes; it determines the memory that a task needs. */
  private static final int MAX_ROW_GROUP_BYTES = 32 << 20;

  /** The same as of the files of cycles: large messages must not make large pages. */
  private static final String ROWS_BEFORE_PAGE_CHECK = "4";

  private final Table table;
  private final InputRows input;
  private final OutputFileFactory names;

  GroupRewriter(Table table) {
    this.table = table;
    this.input = new InputRows(table);
    this.names =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(FileFormat.PARQUET)
            .operationId(UUID.randomUUID().toString())
            .build();
  }

  /** Rewrites a group. A failure of one group does not prevent the others from being rewritten. */
  RewrittenGroup rewrite(RewriteGroup group) {
    EncryptedOutputFile output = names.newOutputFile(table.spec(), group.partition());
    RewrittenGroup.Outcome outcome = outcome(group, output);
    if (!(outcome instanceof Written)) {
      LOG.warn("{} of {} is not rewritten: {}", group, table.name(), outcome);
      delete(output.encryptingOutputFile().location());
    }
    return new RewrittenGroup(group, outcome);
  }

  private RewrittenGroup.Outcome outcome(RewriteGroup group, EncryptedOutputFile output) {
    try {
      return new Written(write(group, output));
    } catch (NotFoundException e) {
      return new Missing(e.getMessage());
    } catch (IOException | RuntimeException e) {
      LOG.debug("Could not rewrite {} of {}", group, table.name(), e);
      return new Failed(e instanceof UnreadableInput ? e.getMessage() : e.toString());
    }
  }

  private DataFile write(RewriteGroup group, EncryptedOutputFile output) throws IOException {
    DataWriter<StructLike> writer =
        Parquet.writeData(output)
            .forTable(table)
            .set(
                TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
                Integer.toString(rowGroupBytes(table)))
            .set(TableProperties.PARQUET_ROW_GROUP_CHECK_MIN_RECORD_COUNT, ROWS_BEFORE_PAGE_CHECK)
            .createWriterFunc(InternalWriter::createWriter)
            .withPartition(group.partition())
            .build();
    Closeable closing = () -> ReportedClose.close(writer, writer.length());
    try (closing) {
      for (DataFile file : group.files()) {
        copy(file, writer);
      }
    }
    return writer.toDataFile();
  }

  private void copy(DataFile file, DataWriter<StructLike> writer) throws IOException {
    long rows = 0;
    try (CloseableIterable<StructLike> all = input.read(file)) {
      for (StructLike row : all) {
        writer.write(row);
        TaskProgress.reportRows(++rows);
      }
    } catch (NotFoundException | UnreadableInput e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UnreadableInput(file.location() + " could not be copied: " + e, e);
    } finally {
      TaskProgress.report();
    }
    if (rows != file.recordCount()) {
      throw new UnreadableInput(
          file.location()
              + " has "
              + file.recordCount()
              + " rows by the manifest, but "
              + rows
              + " were read",
          null);
    }
  }

  /** The row group size of a table's files, at most 32 MB. */
  static int rowGroupBytes(Table table) {
    return Math.min(
        MAX_ROW_GROUP_BYTES,
        PropertyUtil.propertyAsInt(
            table.properties(),
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
            TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT));
  }

  /** Deletes an output that no commit can refer to, since it is not returned. */
  private void delete(String output) {
    try {
      table.io().deleteFile(output);
    } catch (RuntimeException e) {
      LOG.debug("Could not delete {}, which stays as an orphan", output, e);
    }
  }
}
