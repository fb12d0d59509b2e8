package com.k2.marketdata.verify.contents.finding;

import com.k2.marketdata.verify.scan.ResultFile;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.iceberg.Table;

/** Carries a verdict from a task to the driver. Closing it deletes the file. */
public final class ContentFile implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;

  private final ResultFile file;

  /** Chooses a new file next to the metadata of {@code table}, without writing it. */
  public ContentFile(Table table) {
    this.file = new ResultFile(table);
  }

  /** The verdict that a task has written. */
  public ContentVerdict read() {
    return file.read(ContentVerdict.Stored.class).verdict();
  }

  @Override
  public void close() {
    file.close();
  }

  /** Writes the verdict. */
  public static final class WriteFn extends DoFn<ContentVerdict, Void> {
    private static final long serialVersionUID = 1L;

    private final ContentFile file;

    /** Writes to {@code file}. */
    public WriteFn(ContentFile file) {
      this.file = file;
    }

    @ProcessElement
    public void write(@Element ContentVerdict verdict) {
      file.file.write(verdict.stored());
    }
  }
}
