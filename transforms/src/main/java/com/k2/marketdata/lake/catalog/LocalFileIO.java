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
 * Iceberg's class starts a thread and polls it every 10 ms. This class deletes a few files in the
 * committing thread instead.
 */
public final class LocalFileIO extends HadoopFileIO {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFileIO.class);
  private static final int FEW = 10;

  /** For Iceberg, which creates it by its class name. */
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
      super.deleteFiles(left); // in parallel; retries the failed ones
    }
  }

  private boolean isDeleted(String path) {
    try {
      deleteFile(path);
      return true;
    } catch (RuntimeException e) {
      LOG.debug("Could not delete {}; trying again", path, e);
      return false;
    }
  }

  private Object writeReplace() {
    return new Serialized(new HashMap<>(properties()));
  }

  /** Serialized for tasks without Hadoop's settings, which are the same in each JVM. */
  private record Serialized(HashMap<String, String> properties) implements Serializable {
    private Object readResolve() {
      LocalFileIO io = new LocalFileIO();
      io.setConf(CatalogConfig.hadoop());
      io.initialize(properties);
      return io;
    }
  }
}
