package com.k2.marketdata.testing;

import com.k2.marketdata.lake.catalog.LocalCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.HasTableOperations;

/**
 * Iceberg's Spark procedures on the tables of a state folder: what another engine does to them, and
 * an oracle for what maintenance may delete. Sets of files are without {@code *.metadata.json},
 * which every commit replaces.
 */
public final class SparkProcedures {
  private static final String NAMESPACE = "market_data";
  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private final SparkSql spark;
  private final Path state;

  /** Files that a procedure has deleted or would delete, and the time that it took. */
  public record Deletions(Set<Path> files, Duration took) {}

  private SparkProcedures(SparkSql spark, Path state) {
    this.spark = spark;
    this.state = state;
  }

  /** The procedures on the tables of a state folder, which is opened as Iceberg's own catalog. */
  public static SparkProcedures of(SparkSql spark, Path state) {
    SparkProcedures procedures = new SparkProcedures(spark, state);
    Map<String, String> properties = LocalCatalog.in(state, NAMESPACE).properties();
    procedures.catalog(
        procedures.session(),
        Map.of(
            "uri", properties.get("uri"),
            "warehouse", properties.get("warehouse"),
            "jdbc.init-catalog-tables", properties.get("jdbc.init-catalog-tables")));
    return procedures;
  }

  /** A timestamp as an argument of a procedure. */
  public static String at(Instant time) {
    return "TIMESTAMP '" + LITERAL.format(time) + "'";
  }

  /** Rewrites every data file. */
  public SparkSql.Result compact(String table) {
    return call("rewrite_data_files", table, "options => map('rewrite-all', 'true')");
  }

  /** Rewrites the manifests. */
  public SparkSql.Result rewriteManifests(String table) {
    return call("rewrite_manifests", table);
  }

  /** Expires all snapshots but the current one. */
  public Deletions expireAll(String table) {
    return expire(table, Instant.now().plusMillis(1), "retain_last => 1");
  }

  /**
   * Expires snapshots.
   *
   * @param arguments more arguments of the procedure, for example {@code retain_last => 1}
   */
  public Deletions expire(String table, Instant olderThan, String... arguments) {
    Set<Path> before = files(table);
    SparkSql.Result result = expireIn(session(), table, olderThan, arguments);
    before.removeAll(files(table));
    return new Deletions(before, result.took());
  }

  /**
   * The files that {@link #expire} would delete. It is run in full on a copy of the table's
   * metadata that deletes nothing; the table and its catalog stay as they are.
   *
   * @param scratch an empty folder for the copy
   */
  public Deletions rehearseExpiry(
      String table, Path scratch, Instant olderThan, String... arguments) {
    String session = scratch.toString();
    Path list = scratch.resolve("deletions.txt");
    catalog(
        session,
        Map.of(
            "uri",
            "jdbc:sqlite:file:" + scratch.resolve("catalog.db"),
            "warehouse",
            "file://" + scratch,
            "io-impl",
            "com.k2.marketdata.foreign.KeepingFiles",
            "k2.test.deletions",
            list.toString()));
    spark.run(session, "CREATE NAMESPACE k2." + NAMESPACE);
    spark.run(
        session,
        "CALL k2.system.register_table(table => '%s', metadata_file => '%s')"
            .formatted(qualified(table), metadataFile(table)));
    spark.run(
        session,
        "ALTER TABLE k2.%s SET TBLPROPERTIES ('write.metadata.path' = 'file://%s')"
            .formatted(qualified(table), scratch));
    SparkSql.Result result = expireIn(session, table, olderThan, arguments);
    return new Deletions(Files.exists(list) ? listed(list) : Set.of(), result.took());
  }

  /**
   * Removes orphan files.
   *
   * @param dryRun whether to delete nothing
   * @param arguments more arguments of the procedure; without {@code older_than}, which must be a
   *     day ago at least, files of the last three days stay
   */
  public Deletions orphans(String table, boolean dryRun, String... arguments) {
    String[] all =
        Stream.concat(Stream.of(arguments), Stream.of("dry_run => " + dryRun))
            .toArray(String[]::new);
    SparkSql.Result result = call("remove_orphan_files", table, all);
    return new Deletions(
        result.rows().stream()
            .map(row -> path((String) row.get("orphan_file_location")))
            .filter(SparkProcedures::isCompared)
            .collect(Collectors.toSet()),
        result.took());
  }

  private SparkSql.Result expireIn(
      String session, String table, Instant olderThan, String... arguments) {
    String[] all =
        Stream.concat(Stream.of(arguments), Stream.of("older_than => " + at(olderThan)))
            .toArray(String[]::new);
    return callIn(session, "expire_snapshots", table, all);
  }

  private SparkSql.Result call(String procedure, String table, String... arguments) {
    return callIn(session(), procedure, table, arguments);
  }

  private SparkSql.Result callIn(
      String session, String procedure, String table, String... arguments) {
    String all =
        Stream.concat(Stream.of("table => '" + qualified(table) + "'"), Stream.of(arguments))
            .collect(Collectors.joining(", "));
    return spark.run(session, "CALL k2.system." + procedure + "(" + all + ")");
  }

  private static String qualified(String table) {
    return NAMESPACE + "." + table;
  }

  private String session() {
    return state.toString();
  }

  /** The name matters: a JDBC catalog only has the tables that a catalog of its name created. */
  private void catalog(String session, Map<String, String> properties) {
    set(session, "spark.sql.catalog.k2", "org.apache.iceberg.spark.SparkCatalog");
    set(session, "spark.sql.catalog.k2.type", "jdbc");
    set(session, "spark.sql.catalog.k2.jdbc.schema-version", "V1");
    set(session, "spark.sql.catalog.k2.cache-enabled", "false");
    properties.forEach((key, value) -> set(session, "spark.sql.catalog.k2." + key, value));
  }

  private void set(String session, String key, String value) {
    spark.run(session, "SET `" + key + "`=`" + value + "`");
  }

  private String metadataFile(String table) {
    return ((HasTableOperations) Tables.of(state).table(table))
        .operations()
        .current()
        .metadataFileLocation();
  }

  private Set<Path> files(String table) {
    Path folder = state.resolve("warehouse").resolve(NAMESPACE).resolve(table).toAbsolutePath();
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(SparkProcedures::isCompared)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<Path> listed(Path list) {
    try {
      return Files.readAllLines(list).stream()
          .map(SparkProcedures::path)
          .filter(SparkProcedures::isCompared)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The local file at a location of Iceberg's. */
  public static Path path(String location) {
    return Path.of(location.replaceFirst("^file:/+", "/"));
  }

  /** Hadoop's checksums begin with a dot. */
  private static boolean isCompared(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && !name.contains(".metadata.json");
  }
}
