package com.k2.marketdata.lake.catalog;

import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system without its overhead for tables: Hadoop's own class writes a checksum
 * file for each file, and runs {@code chmod} in a process for each file and folder that it creates,
 * which takes longer than writing the file. Here files get the default permissions.
 */
public final class PlainLocalFileSystem extends RawLocalFileSystem {
  @Override
  public void setPermission(Path path, FsPermission permission) {
    // The process's umask applies.
  }
}
