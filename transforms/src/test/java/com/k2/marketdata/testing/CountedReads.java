package com.k2.marketdata.testing;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.InputFile;

/** A store that records which data files are opened. */
public final class CountedReads extends HadoopFileIO {
  private static final List<String> OPENED = new CopyOnWriteArrayList<>();

  /** The same catalog, read through this store. */
  public static CatalogConfig under(CatalogConfig catalog) {
    Map<String, String> properties = new HashMap<>(catalog.properties());
    properties.put("io-impl", CountedReads.class.getName());
    return new CatalogConfig(catalog.namespace(), properties);
  }

  /** Starts to record. */
  public static void clear() {
    OPENED.clear();
  }

  /** The locations of the data files opened since, one for each time. */
  public static List<String> opened() {
    return List.copyOf(OPENED);
  }

  @Override
  public InputFile newInputFile(String path) {
    if (path.endsWith(".parquet")) {
      OPENED.add(path);
    }
    return super.newInputFile(path);
  }

  @Override
  public InputFile newInputFile(String path, long length) {
    if (path.endsWith(".parquet")) {
      OPENED.add(path);
    }
    return super.newInputFile(path, length);
  }
}
