package com.k2.marketdata.lake.catalog;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a state folder's tables. Each commit deletes one old metadata file, for which
 * Iceberg's own starts a thread and looks each 10 ms whether it is done: so a few files are deleted
 * in the thread that commits.
 */
public final class LocalFileIO extends HadoopFileIO {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFileIO.class);
  private static final int FEW = 10;

  /** For Iceberg, which makes it by the name of its class. */
  public LocalFileIO() {}

  @Override
  public void deleteFiles(Iterable<String> paths) {
    List<String> left = new ArrayList<>();
    int tried = 0;
    for (String path : paths) {
      if (tried++ >= FEW || !isDeleted(path)) {
        left.add(path);
      }
    }
    if (!left.isEmpty()) {
      super.deleteFiles(left); // many at a time, and again what failed
    }
  }

  private boolean isDeleted(String path) {
    try {
      deleteFile(path);
      return true;
    } catch (RuntimeException e) {
      LOG.debug("{} could not be deleted at once", path, e);
      return false;
    }
  }

  private Object writeReplace() {
    return new Written(new HashMap<>(properties()));
  }

  /** What travels to tasks: not all of Hadoop's settings, which are the same in each JVM. */
  private record Written(HashMap<String, String> properties) implements Serializable {
    private Object readResolve() {
      LocalFileIO io = new LocalFileIO();
      io.setConf(CatalogConfig.hadoop());
      io.initialize(properties);
      return io;
    }
  }
}
