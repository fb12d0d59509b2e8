package com.k2.marketdata.lake.maintain.orphan.reference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.iceberg.GenericManifestFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.util.BinPacking;

/**
 * Groups manifests for tasks. A table that is written often has thousands of manifests of a few
 * kilobytes, and a runner takes longer to start a task than to read one of them.
 */
public final class ManifestBatches {
  private static final long MAX_BYTES = 1L << 20;
  private static final int MAX_FILES = 50;

  private ManifestBatches() {}

  /** Batches of at most 50 manifests and 1 MB; a larger manifest is a batch of its own. */
  public static List<List<GenericManifestFile>> of(Collection<GenericManifestFile> manifests) {
    return new BinPacking.ListPacker<GenericManifestFile>(MAX_BYTES, 1, false)
        .pack(new ArrayList<>(manifests), ManifestBatches::weight);
  }

  private static long weight(ManifestFile manifest) {
    return Math.max(manifest.length(), MAX_BYTES / MAX_FILES);
  }
}
