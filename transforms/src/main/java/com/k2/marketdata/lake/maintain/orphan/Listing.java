package com.k2.marketdata.lake.maintain.orphan;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists all files in a folder of a table, in parts. */
final class Listing {
  private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

  /** About 40 bytes each when compressed. */
  private static final int FILES_PER_PART = 10_000;

  private final FileIO io;

  Listing(FileIO io) {
    this.io = io;
  }

  /** Emits the files of a folder and of the folders in it; none if it does not exist. */
  void list(String folder, Consumer<ListedFiles> parts) {
    try {
      // The slash matters in an object store: silver/data must not match silver/database.
      ListedFiles.split(
          ((SupportsPrefixOperations) io).listPrefix(folder + "/"), FILES_PER_PART, parts);
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof FileNotFoundException)) {
        throw e;
      }
      LOG.debug("{} does not exist, or a folder in it was removed meanwhile", folder, e);
    }
  }
}
