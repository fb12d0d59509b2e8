package com.k2.marketdata.testing;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Tables that run an action once, right before a file is read, as another process would. */
public final class ReadHook {
  private ReadHook() {}

  /**
   * A table with the same state.
   *
   * @param part the action runs before the first file whose location contains this
   */
  public static Table before(String part, Table table, Runnable action) {
    TableOperations real = ((HasTableOperations) table).operations();
    FileIO hooked = new HookedIO(real.io(), part, action);
    TableOperations operations =
        new DelegatingOperations(real) {
          @Override
          public FileIO io() {
            return hooked;
          }
        };
    return new BaseTable(operations, table.name());
  }

  private static final class HookedIO implements FileIO {
    private final transient FileIO io;
    private final transient Runnable action;
    private final String part;
    private final AtomicBoolean done = new AtomicBoolean();

    HookedIO(FileIO io, String part, Runnable action) {
      this.io = io;
      this.part = part;
      this.action = action;
    }

    @Override
    public InputFile newInputFile(String path) {
      if (path.contains(part) && done.compareAndSet(false, true)) {
        action.run();
      }
      return io.newInputFile(path);
    }

    @Override
    public OutputFile newOutputFile(String path) {
      return io.newOutputFile(path);
    }

    @Override
    public void deleteFile(String path) {
      io.deleteFile(path);
    }
  }
}
