package com.k2.marketdata.testing;

import com.k2.marketdata.lake.catalog.LocalCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * A store that fails, or halts the process, when a chosen file of a table is opened or deleted.
 * Options choose the file, so that a separate process can be started with them.
 */
public final class FaultyFiles extends HadoopFileIO {
  /** The list of manifests of a snapshot, which is written while the snapshot is committed. */
  public static final String MANIFEST_LIST = "metadata/snap-.*";

  /** A table's metadata file, which is the last one written before a commit. */
  public static final String METADATA = "metadata/.*[.]metadata[.]json";

  /** The files that maintenance deletes. */
  public static final String SNAPSHOT_FILES = "(?:data/.*|metadata/.*[.]avro)";

  private static final String DATA = "data/.*";
  private static final String FAULT = "k2.test.files";
  private static final Map<String, Integer> OPENED = new ConcurrentHashMap<>();

  private String fault = "";
  private String run = "";

  /** The kind of fault. */
  public enum Action {
    HALT_READ,
    HALT_WRITE,
    /** The process halts before the deletion. */
    HALT_DELETE,
    FAIL_WRITE,
    /** No fault: the file {@value #READING} of the table's folder is written at each opening. */
    MARK_READ
  }

  /** The file that {@link Action#MARK_READ} writes. */
  public static final String READING = "reading";

  /**
   * Options for a driver, for a fault at a data file.
   *
   * @param state the state folder with the catalog
   * @param number which opening of a data file of the table fails, from 1
   */
  public static String[] options(Path state, Action action, String table, int number) {
    return options(state, action, table, DATA, number);
  }

  /**
   * Options for a driver.
   *
   * @param files a regular expression for the file's path in the table's folder
   * @param number at which of these files the action happens, from 1
   */
  public static String[] options(
      Path state, Action action, String table, String files, int number) {
    Map<String, String> properties =
        new TreeMap<>(LocalCatalog.in(state, "market_data").properties());
    properties.put("io-impl", FaultyFiles.class.getName());
    properties.put(FAULT, String.join(" ", action.name(), table, files, Integer.toString(number)));
    return properties.entrySet().stream()
        .map(property -> "--catalog." + property.getKey() + "=" + property.getValue())
        .toArray(String[]::new);
  }

  @Override
  public void initialize(Map<String, String> properties) {
    super.initialize(properties);
    fault = properties.getOrDefault(FAULT, "");
    run = properties.get("uri");
  }

  @Override
  public InputFile newInputFile(String path) {
    opened("READ", path);
    return super.newInputFile(path);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    opened("WRITE", path);
    return super.newOutputFile(path);
  }

  @Override
  public void deleteFile(String path) {
    opened("DELETE", path);
    super.deleteFile(path);
  }

  private void opened(String how, String path) {
    String[] parts = fault.split(" ");
    if (parts.length < 4
        || !parts[0].endsWith(how)
        || !path.matches(".*/" + parts[1] + "/" + parts[2])) {
      return;
    }
    if (parts[0].equals(Action.MARK_READ.name())) {
      mark(Path.of(URI.create(path.substring(0, path.indexOf("/data/") + 1) + READING)));
      return;
    }
    if (OPENED.merge(run + fault, 1, Integer::sum) != Integer.parseInt(parts[3])) {
      return;
    }
    if (parts[0].startsWith("HALT")) {
      Runtime.getRuntime().halt(FaultyCatalog.HALTED);
    }
    throw new UncheckedIOException(
        new ConnectException(
            "The store is unavailable: " + how.toLowerCase(Locale.ROOT) + " " + path));
  }

  private static void mark(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
