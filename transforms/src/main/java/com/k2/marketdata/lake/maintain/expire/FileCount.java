package com.k2.marketdata.lake.maintain.expire;

import java.io.Serializable;

/**
 * A number of files.
 *
 * @param bytes the sum of the sizes that are known
 */
public record FileCount(long files, long bytes) implements Serializable {
  static final FileCount NONE = new FileCount(0, 0);

  static FileCount ofOne(long bytes) {
    return new FileCount(1, Math.max(0, bytes));
  }

  FileCount plus(FileCount other) {
    return new FileCount(files + other.files, bytes + other.bytes);
  }
}
