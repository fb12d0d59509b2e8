package com.k2.marketdata.verify.scan;

import com.k2.marketdata.lake.table.TableRole;
import java.io.Serializable;
import java.util.Comparator;

/**
 * A file of a pinned table that cannot be read, or that is not as its manifest describes it. It is
 * a data file, a manifest or a manifest list.
 *
 * @param path the file's location
 * @param problem what is wrong with the file, as the end of a sentence
 * @param rows what the file should have, according to the metadata that refers to it
 */
public record FileFault(Kind kind, TableRole table, String path, String problem, String rows)
    implements Serializable, Comparable<FileFault> {
  private static final Comparator<FileFault> ORDER =
      Comparator.comparing(FileFault::kind)
          .thenComparing(FileFault::table)
          .thenComparing(FileFault::path);

  /** What can be wrong with a file, and what the operator can do about it. */
  public enum Kind {
    /** The store answers that a manifest or a manifest list does not exist. */
    MANIFEST_MISSING("A metadata file was deleted, so that queries of the table fail."),
    /** The store returns the bytes of a manifest or a manifest list, but they are not one. */
    MANIFEST_DAMAGED("A metadata file was damaged, so that queries of the table fail."),
    /** The store answers that the file does not exist. */
    FILE_MISSING("The file was deleted."),
    /** The store returns the file's bytes, but the rows cannot be read from them. */
    FILE_DAMAGED("The file was changed or damaged after K2 wrote it."),
    /** The file's footer and its manifest have different row counts. */
    FILE_ROW_COUNT("Another program has replaced the file.");

    private final String cause;

    Kind(String cause) {
      this.cause = cause;
    }

    /** Whether the file does not exist, as is the case after its snapshot has expired. */
    public boolean isMissing() {
      return this == FILE_MISSING || this == MANIFEST_MISSING;
    }

    /** What the fault means and what to do, as sentences. */
    public String advice() {
      return cause
          + " Restore it from a backup. If there is none, roll back with `k2 rollback` to a time"
          + " before the file was added, while Kafka still has the messages.";
    }
  }

  @Override
  public int compareTo(FileFault other) {
    return ORDER.compare(this, other);
  }
}
