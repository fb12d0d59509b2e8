package com.k2.marketdata.cli;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The recorded trades that ship with K2, as files.
 *
 * @param binanceCsv 49,563 trades, for {@code --format=csv}
 * @param krakenFrames WebSocket messages with 38 trades, for {@code --format=frames}
 */
public record SampleData(List<Path> binanceCsv, Path krakenFrames) {
  private static final String RESOURCES = "/com/k2/marketdata/sample/";

  /** Copies the recordings to a folder, which is created if it does not exist. */
  public static SampleData copyTo(Path folder) {
    return new SampleData(
        List.of(
            copy("binance_rest_trades_gocryptotrader.csv.gz", folder),
            copy("binance_ws_trades_hftbacktest.csv.gz", folder),
            copy("binance_ws_trades_trxusdt_daniellasota.csv.gz", folder)),
        copy("kraken_ws_v1_frames_cryptofeed.txt.gz", folder));
  }

  private static Path copy(String name, Path folder) {
    try (InputStream resource = SampleData.class.getResourceAsStream(RESOURCES + name)) {
      Path file = Files.createDirectories(folder).resolve(name);
      Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new SystemFaultException("Cannot copy the sample trades to " + folder + ": " + e, e);
    }
  }
}
