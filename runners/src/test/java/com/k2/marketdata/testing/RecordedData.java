package com.k2.marketdata.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Recorded trades: all of the shared folder where there is one (the system property {@value
 * #FOLDER}, or {@code ../shared/data} beside the project), else the slices that ship with the
 * tests.
 */
public final class RecordedData {
  /** The system property that names the shared folder. */
  public static final String FOLDER = "k2.shared.data";

  private static final String SLICES = "/com/k2/marketdata/recorded/";
  private static final Map<String, List<String>> SLICES_OF =
      Map.of(
          "binance",
          List.of(
              "binance_gocryptotrader.csv",
              "binance_hftbacktest.csv",
              "binance_trxusdt_microseconds.csv"),
          "kraken",
          List.of("kraken_cryptofeed.csv"));

  private RecordedData() {}

  /** The shared folder, if there is one. */
  public static Optional<Path> shared() {
    String named = System.getProperty(FOLDER);
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .filter(folder -> Files.isDirectory(folder.resolve(".mvn")))
        .map(project -> project.resolveSibling("shared").resolve("data"))
        .filter(Files::isDirectory)
        .findFirst();
  }

  /**
   * An exchange's recordings, as rows below the names of their columns.
   *
   * @param scratch where slices are unpacked
   */
  public static List<Path> csv(String exchange, Path scratch) {
    return shared()
        .map(folder -> filesIn(folder.resolve(exchange), ".csv", ".csv.gz"))
        .orElseGet(
            () -> SLICES_OF.get(exchange).stream().map(name -> unpack(name, scratch)).toList());
  }

  /** The files of a folder whose names end so. */
  public static List<Path> filesIn(Path folder, String... endings) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Arrays.stream(endings).anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a file, plain or gzip. */
  public static List<String> lines(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows of a CSV file, by column; an empty text where there is nothing. */
  public static List<Map<String, String>> rows(Path csv) {
    List<String> lines = lines(csv);
    String[] columns = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < cells.length; i++) {
        row.put(columns[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static Path unpack(String name, Path scratch) {
    Path file = scratch.resolve(name);
    try (InputStream slice = RecordedData.class.getResourceAsStream(SLICES + name)) {
      Files.copy(slice, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
