package com.k2.marketdata.lake.maintain.compact;

import java.io.Serializable;
import java.util.Collection;
import org.apache.iceberg.DataFile;

/** A number of files, and their size in bytes. */
public record FileCount(long files, long bytes) implements Serializable {
  public static final FileCount NONE = new FileCount(0, 0);

  static FileCount of(Collection<DataFile> files) {
    return new FileCount(files.size(), files.stream().mapToLong(DataFile::fileSizeInBytes).sum());
  }

  FileCount plus(DataFile file) {
    return new FileCount(files + 1, bytes + file.fileSizeInBytes());
  }

  FileCount plus(FileCount other) {
    return new FileCount(files + other.files, bytes + other.bytes);
  }

  FileCount minus(FileCount other) {
    return new FileCount(files - other.files, bytes - other.bytes);
  }
}
