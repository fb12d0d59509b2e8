package com.k2.marketdata.verify.scan;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.OptionalLong;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;

/** Reads a file's bytes, so that a failing store is not mistaken for a damaged file. */
final class StoredFile {
  private StoredFile() {}

  /**
   * How many bytes the store returns for a file; empty if it answers that the file does not exist.
   *
   * @param onBuffer runs after each buffer that is read
   * @throws SystemFaultException if the store fails for another reason
   */
  static OptionalLong length(Table table, String location, Runnable onBuffer) {
    try (InputStream bytes = table.io().newInputFile(location).newStream()) {
      return OptionalLong.of(bytes.transferTo(new Discard(onBuffer)));
    } catch (IOException | RuntimeException e) {
      if (isNotFound(e)) {
        return OptionalLong.empty();
      }
      throw new SystemFaultException(
          "Could not read " + location + " of " + table.name() + ": " + e.getMessage(), e);
    }
  }

  private static boolean isNotFound(Exception failure) {
    return ExceptionUtils.getThrowableList(failure).stream()
        .anyMatch(
            cause ->
                cause instanceof NotFoundException
                    || cause instanceof FileNotFoundException
                    || cause instanceof NoSuchFileException);
  }

  private static final class Discard extends OutputStream {
    private final Runnable onBuffer;

    Discard(Runnable onBuffer) {
      this.onBuffer = onBuffer;
    }

    @Override
    public void write(int one) {
      onBuffer.run();
    }

    @Override
    public void write(byte[] buffer, int from, int length) {
      onBuffer.run();
    }
  }
}
