package com.k2.marketdata.testing;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.InputFile;

/**
 * A store as a slow process sees it: between the catalog's answer, which metadata file is the
 * newest, and the reading of that file others have time for something.
 */
public final class SlowFiles extends HadoopFileIO {
  private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>();

  /** The same catalog, read through this store. */
  public static CatalogConfig under(CatalogConfig catalog) {
    Map<String, String> properties = new HashMap<>(catalog.properties());
    properties.put("io-impl", SlowFiles.class.getName());
    return new CatalogConfig(catalog.namespace(), properties);
  }

  /** Runs something, once, before the next metadata file is opened through this store. */
  public static void meanwhile(Runnable others) {
    MEANWHILE.set(others);
  }

  /** Whether what was to run has run. */
  public static boolean wasSlow() {
    return MEANWHILE.get() == null;
  }

  @Override
  public InputFile newInputFile(String path) {
    if (path.endsWith(".metadata.json")) {
      Runnable others = MEANWHILE.getAndSet(null);
      if (others != null) {
        others.run();
      }
    }
    return super.newInputFile(path);
  }
}
