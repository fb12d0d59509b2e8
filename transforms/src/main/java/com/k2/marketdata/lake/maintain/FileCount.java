package com.k2.marketdata.lake.maintain;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;

/**
 * A number of files, or of the snapshots or groups that a step removes or rewrites. In JSON the
 * number is named {@code count}.
 *
 * @param bytes the sum of the sizes that are known
 */
public record FileCount(@JsonProperty("count") long files, long bytes) implements Serializable {
  public static final FileCount NONE = new FileCount(0, 0);

  /** One file. A negative size is unknown. */
  public static FileCount ofOne(long bytes) {
    return new FileCount(1, Math.max(0, bytes));
  }

  public FileCount plus(FileCount other) {
    return new FileCount(files + other.files, bytes + other.bytes);
  }

  public FileCount minus(FileCount other) {
    return new FileCount(files - other.files, bytes - other.bytes);
  }
}
