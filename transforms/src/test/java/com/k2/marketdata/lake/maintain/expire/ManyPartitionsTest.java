package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limit for the metadata file holds for ledgers of any size. */
class ManyPartitionsTest {
  @TempDir private Path folder;

  @Test
  @Tag("long")
  void metadataLimitHoldsForAThousandPartitions() throws Exception {
    ChildJvm.withHeap("1g", ManyPartitions.class, folder.toString(), "5000", "1000").requireExit(0);
  }
}
