package com.k2.marketdata.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/**
 * Reads a table's current Parquet files in place. Columns are matched by field id, so that files
 * written before a schema change have the same values as in Iceberg.
 */
final class LiveFiles {
  private static final Pattern LOCAL = Pattern.compile("^(?:file:(?://)?)?(?=/)");

  /** DuckDB reads a path with these characters as a pattern; brackets around one escape it. */
  private static final Pattern GLOB = Pattern.compile("[*?\\[]");

  private LiveFiles() {}

  /**
   * The source of the table's view; empty if DuckDB cannot read the files in place, because rows
   * are deleted, files are not on the local file system, or a column type needs Iceberg's reader.
   */
  static Optional<Source> of(Table table) {
    List<Types.NestedField> columns = table.schema().columns();
    boolean plain =
        columns.stream()
            .allMatch(
                field -> DuckTypes.of(field.type()).isPresent() && field.initialDefault() == null);
    if (!plain) {
      return Optional.empty();
    }
    List<String> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        Optional<String> file = readable(task);
        if (file.isEmpty()) {
          return Optional.empty();
        }
        files.add(file.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not list the files of " + table.name(), e);
    }
    return Optional.of(files.isEmpty() ? empty(columns) : source(columns, files));
  }

  private static Optional<String> readable(FileScanTask task) {
    String location = task.file().location();
    boolean plain =
        task.deletes().isEmpty()
            && task.file().format() == FileFormat.PARQUET
            && LOCAL.matcher(location).find();
    return plain ? Optional.of(LOCAL.matcher(location).replaceFirst("")) : Optional.empty();
  }

  private static Source source(List<Types.NestedField> columns, List<String> files) {
    List<String> patterns =
        files.stream().map(file -> GLOB.matcher(file).replaceAll("[$0]")).toList();
    // DuckDB checks access to the pattern, and to the file that it matches.
    Set<String> allowed = new LinkedHashSet<>(patterns);
    allowed.addAll(files);
    return new Source(select(columns, patterns), List.copyOf(allowed));
  }

  private static Source empty(List<Types.NestedField> columns) {
    List<String> nulls = new ArrayList<>();
    columns.forEach(
        field -> nulls.add("NULL::" + type(field) + " AS " + Quoted.name(field.name())));
    return new Source("SELECT " + String.join(",", nulls) + " WHERE false", List.of());
  }

  private static String select(List<Types.NestedField> columns, List<String> files) {
    List<String> schema = new ArrayList<>();
    columns.forEach(
        field ->
            schema.add(
                field.fieldId()
                    + ":{name:"
                    + Quoted.text(field.name())
                    + ",type:"
                    + Quoted.text(type(field))
                    + ",default_value:NULL}"));
    // The files have all columns: a folder such as timestamp_day=2024-01-01 must not add one.
    return "SELECT * FROM read_parquet("
        + Quoted.list(files)
        + ",hive_partitioning=false,schema=MAP{"
        + String.join(",", schema)
        + "})";
  }

  private static String type(Types.NestedField field) {
    return DuckTypes.of(field.type()).orElseThrow();
  }
}
