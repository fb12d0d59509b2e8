package com.k2.marketdata.lake.maintain;

import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.PropertyUtil;

/**
 * Refuses a step for a table, with the reason.
 *
 * @param consequence what is not done: "Orphans of silver are not removed"
 */
public record Refusals(String consequence) {

  /** A refusal for a reason, which is a clause. */
  public MaintenanceRefusedException because(String reason) {
    return new MaintenanceRefusedException(consequence + ": " + reason + ".");
  }

  /**
   * What a file refers to is unknown if the file cannot be read, so nothing may be removed.
   *
   * @param file names the file: "the manifest file:/a"
   * @return a {@link MaintenanceRefusedException} if the file is missing or damaged; otherwise a
   *     {@link SystemFaultException}, because the store may have failed
   */
  public K2Exception unreadable(String file, Exception cause) {
    if (cause instanceof K2Exception known) {
      return known;
    }
    String failure = consequence + ": " + file + " cannot be read (" + cause + ")";
    return isDamage(cause)
        ? new MaintenanceRefusedException(
            failure + ", so it is unknown which files it refers to. Restore it from a backup.",
            cause)
        : new SystemFaultException(failure + ". The next run tries it again.", cause);
  }

  /** Refuses a table some of whose files belong to another one, such as a shallow clone's. */
  public void requireCollectable(Map<String, String> properties) {
    if (!PropertyUtil.propertyAsBoolean(
        properties, TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT)) {
      throw because(
          "the table's property "
              + TableProperties.GC_ENABLED
              + " is false, so other tables may use its files");
    }
  }

  /** Whether a file is missing or has a wrong format. Other failures can be the store's. */
  private static boolean isDamage(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NotFoundException
          || cause instanceof FileNotFoundException
          || cause instanceof NoSuchFileException) {
        return true;
      }
      root = cause;
    }
    return root instanceof InvalidAvroMagicException
        || root instanceof AvroRuntimeException
        || root instanceof ValidationException
        || root instanceof IllegalArgumentException
        || root instanceof EOFException
        || root instanceof ZipException
        || root.getClass() == IOException.class && isOfAvro(root);
  }

  /** Avro reports damaged blocks with exceptions that have no class of their own. */
  private static boolean isOfAvro(Throwable failure) {
    StackTraceElement[] frames = failure.getStackTrace();
    return frames.length > 0 && frames[0].getClassName().startsWith("org.apache.avro.");
  }
}
