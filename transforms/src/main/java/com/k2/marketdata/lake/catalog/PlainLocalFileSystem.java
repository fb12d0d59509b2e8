package com.k2.marketdata.lake.catalog;

import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system as tables need it: Hadoop's own writes a checksum file beside each
 * file, and starts a process, {@code chmod}, for each file and folder that it makes, which takes
 * longer than writing it. Here they have the permissions that the system gives them.
 */
public final class PlainLocalFileSystem extends RawLocalFileSystem {
  @Override
  public void setPermission(Path path, FsPermission permission) {
    // As the process's umask says.
  }
}
