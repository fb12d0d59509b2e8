package com.k2.marketdata.testing;

import com.k2.marketdata.cli.SampleData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Recorded trades: those of the shared folder if it exists (the system property {@value #FOLDER},
 * or {@code ../shared/data} next to the project), otherwise those that ship with the project.
 */
public final class RecordedData {
  /** The system property that names the shared folder. */
  public static final String FOLDER = "k2.shared.data";

  private static final String KRAKEN_SLICE = "/com/k2/marketdata/recorded/kraken_cryptofeed.csv";

  private RecordedData() {}

  /** The shared folder, if it exists. */
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
   * An exchange's recordings, as CSV files with a header line.
   *
   * @param scratch folder into which recordings that ship with the project are copied
   */
  public static List<Path> csv(String exchange, Path scratch) {
    return shared()
        .map(folder -> filesIn(folder.resolve(exchange), ".csv.gz"))
        .orElseGet(
            () ->
                exchange.equals("binance")
                    ? SampleData.copyTo(scratch).binanceCsv()
                    : List.of(krakenSlice(scratch)));
  }

  /** Recorded WebSocket messages of Kraken, one per line. */
  public static Path krakenFrames(Path scratch) {
    return shared()
        .map(folder -> filesIn(folder.resolve("kraken"), ".raw.txt.gz").get(0))
        .orElseGet(() -> SampleData.copyTo(scratch).krakenFrames());
  }

  /** The lines of a plain or gzipped file. */
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

  /** The rows of a CSV file, as values by column; empty cells are empty strings. */
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

  private static List<Path> filesIn(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path krakenSlice(Path scratch) {
    Path file = scratch.resolve("kraken_cryptofeed.csv");
    try (InputStream slice = RecordedData.class.getResourceAsStream(KRAKEN_SLICE)) {
      Files.copy(slice, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
