package com.k2.marketdata.testing;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.InputFile;

/**
 * A store that simulates a slow process: other writers can act after the catalog has returned the
 * location of the newest metadata file and before that file is read.
 */
public final class SlowFiles extends HadoopFileIO {
  private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>();

  /** The same catalog, reading through this store. */
  public static CatalogConfig under(CatalogConfig catalog) {
    Map<String, String> properties = new HashMap<>(catalog.properties());
    properties.put("io-impl", SlowFiles.class.getName());
    return new CatalogConfig(catalog.namespace(), properties);
  }

  /** Runs an action once, before the next metadata file is opened through this store. */
  public static void meanwhile(Runnable action) {
    MEANWHILE.set(action);
  }

  /** Whether the action has run. */
  public static boolean wasSlow() {
    return MEANWHILE.get() == null;
  }

  @Override
  public InputFile newInputFile(String path) {
    if (path.endsWith(".metadata.json")) {
      Runnable action = MEANWHILE.getAndSet(null);
      if (action != null) {
        action.run();
      }
    }
    return super.newInputFile(path);
  }
}
