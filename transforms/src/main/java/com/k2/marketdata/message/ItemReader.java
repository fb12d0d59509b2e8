package com.k2.marketdata.message;

import java.io.Closeable;

/** An open reader of items. For one thread. */
public interface ItemReader extends ReadBatch.Items, Closeable {

  /** Opens a reader when its task starts. */
  @FunctionalInterface
  interface Opener {
    ItemReader open();
  }
}
