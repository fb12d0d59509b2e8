package com.k2.marketdata.message;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The reader of a source of item batches. Opens the items when a runner starts it, and closes them
 * after the last batch, after a failure, or when the runner closes it, whichever comes first.
 */
public final class BatchReader extends BoundedReader<List<ReadItem>> {
  private final BoundedSource<List<ReadItem>> source;
  private final ItemReader.Opener opener;
  private @Nullable ItemReader items;
  private @Nullable List<ReadItem> current;

  public BatchReader(BoundedSource<List<ReadItem>> source, ItemReader.Opener opener) {
    this.source = source;
    this.opener = opener;
  }

  @Override
  public boolean start() throws IOException {
    items = opener.open();
    return advance();
  }

  @Override
  public boolean advance() throws IOException {
    current = null;
    if (items == null) {
      return false;
    }
    try {
      current = ReadBatch.next(items);
    } catch (OutOfMemoryError e) {
      closeAfter(e);
      // The DirectRunner drops an Error of a source, but not an exception.
      throw new IllegalStateException("Not enough memory to read the next messages", e);
    } catch (IOException | RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
    if (current == null) {
      close();
    }
    return current != null;
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public List<ReadItem> getCurrent() {
    if (current == null) {
      throw new NoSuchElementException();
    }
    return current;
  }

  @Override
  public void close() throws IOException {
    if (items != null) {
      ItemReader open = items;
      items = null;
      open.close();
    }
  }

  @Override
  public BoundedSource<List<ReadItem>> getCurrentSource() {
    return source;
  }
}
