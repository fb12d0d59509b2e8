package com.k2.marketdata.verify.scan;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.progress.TaskProgress;
import com.k2.marketdata.verify.scan.FileFault.Kind;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Table;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/** Compares a data file with its manifest entry, and finds out why it cannot be read. */
public final class FileCheck {
  private final OffsetColumns columns;
  private final Table table;
  private final FileScanTask task;

  public FileCheck(OffsetColumns columns, Table table, FileScanTask task) {
    this.columns = columns;
    this.table = table;
    this.task = task;
  }

  /** The fault of a file whose footer and manifest entry have different row counts. */
  Optional<FileFault> rowCount() {
    long footer =
        ParquetUtil.fileMetrics(table.io().newInputFile(task.file()), MetricsConfig.forTable(table))
            .recordCount();
    long manifest = task.file().recordCount();
    return footer == manifest
        ? Optional.empty()
        : Optional.of(
            fault(
                Kind.FILE_ROW_COUNT,
                task.file(),
                String.format("has a row count of %,d in its footer, not %,d", footer, manifest)));
  }

  /**
   * The fault that made the reading of the task's files fail. The bytes of each file are read
   * again, so that a failing store is not mistaken for a damaged file.
   *
   * @throws SystemFaultException if the store fails for another reason than a missing file
   */
  public FileFault explain(RuntimeException failure) {
    return Stream.concat(Stream.of(task.file()), task.deletes().stream())
        .map(this::probe)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(
            () ->
                fault(
                    Kind.FILE_DAMAGED,
                    task.file(),
                    "cannot be decoded (" + ExceptionUtils.getRootCauseMessage(failure) + ")"));
  }

  private Optional<FileFault> probe(ContentFile<?> file) {
    OptionalLong length = StoredFile.length(table, file.location(), TaskProgress::report);
    if (length.isEmpty()) {
      return Optional.of(fault(Kind.FILE_MISSING, file, "does not exist"));
    }
    return length.getAsLong() == file.fileSizeInBytes()
        ? Optional.empty()
        : Optional.of(
            fault(
                Kind.FILE_DAMAGED,
                file,
                String.format(
                    "has %,d bytes, not %,d", length.getAsLong(), file.fileSizeInBytes())));
  }

  private FileFault fault(Kind kind, ContentFile<?> file, String problem) {
    DataFile data = task.file();
    return new FileFault(
        kind,
        columns.role(),
        file.location(),
        problem,
        String.format(
            "%,d rows, partitions %s, offsets %s",
            data.recordCount(), bounds(data, columns.partition()), bounds(data, columns.offset())));
  }

  private String bounds(DataFile file, String column) {
    Types.NestedField field = table.schema().findField(column);
    return bound(field, file.lowerBounds()) + " to " + bound(field, file.upperBounds());
  }

  private static Object bound(Types.NestedField field, Map<Integer, ByteBuffer> bounds) {
    ByteBuffer value = bounds == null ? null : bounds.get(field.fieldId());
    return value == null ? "?" : Conversions.fromByteBuffer(field.type(), value);
  }
}
