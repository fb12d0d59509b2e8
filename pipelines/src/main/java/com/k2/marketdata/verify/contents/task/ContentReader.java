package com.k2.marketdata.verify.contents.task;

import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.UnexpectedException;
import com.k2.marketdata.progress.TaskProgress;
import com.k2.marketdata.verify.scan.DataFileReader;
import com.k2.marketdata.verify.scan.FileCheck;
import com.k2.marketdata.verify.scan.FileFault;
import com.k2.marketdata.verify.scan.OffsetColumns;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.expressions.Expression;

/** Reads rows of one table's files. A file that cannot be read is a fault. For one thread. */
public final class ContentReader {
  private final DataFileReader rows;
  private final OffsetColumns offsets;
  private final Consumer<FileFault> faults;
  private long read;

  /**
   * Creates a reader.
   *
   * @param faults receives the files that cannot be read
   */
  public ContentReader(ContentTable table, Consumer<FileFault> faults) {
    this.rows = table.rows();
    this.offsets = table.offsets();
    this.faults = faults;
  }

  /** The columns that rows have. */
  public DataFileReader rows() {
    return rows;
  }

  /**
   * Reads the row groups that may have rows of the filter.
   *
   * @param consumer must check each row; a row may be reused for the next one
   */
  public void read(FileScanTask file, Expression filter, Consumer<StructLike> consumer) {
    try {
      rows.read(file, filter, row -> accept(row, consumer));
    } catch (K2Exception e) {
      throw e;
    } catch (RuntimeException e) {
      faults.accept(new FileCheck(offsets, rows.table(), file).explain(e));
    }
    // The filter may match none of the file's rows.
    TaskProgress.report();
  }

  /** A failure of the consumer is not a fault of the file. */
  private void accept(StructLike row, Consumer<StructLike> consumer) {
    TaskProgress.reportRows(++read);
    try {
      consumer.accept(row);
    } catch (K2Exception e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UnexpectedException("Could not compare a row: " + e, e);
    }
  }
}
