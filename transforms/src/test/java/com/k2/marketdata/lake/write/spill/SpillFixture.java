package com.k2.marketdata.lake.write.spill;

import java.nio.file.Path;

/** Creates spills for tests of other packages. */
public final class SpillFixture {
  private SpillFixture() {}

  /** A spill that fails if a row is added. */
  public static RowSpill failing() {
    return new RowSpill(
        () -> {
          throw new AssertionError("No row should be spilled");
        },
        0);
  }

  /** A spill whose file and buffer have these limits, in bytes. */
  public static RowSpill small(Path folder, long maxFileBytes, int bufferBytes) {
    SpillSettings settings = new SpillSettings(folder.toString(), maxFileBytes);
    return new RowSpill(() -> SpillFile.create(settings), bufferBytes);
  }
}
