package com.k2.marketdata.sparkjar;

import com.k2.marketdata.plan.Job;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies of the recorded trades that K2 contains, as files for {@code k2 feed}. */
final class SampleTrades {
  private SampleTrades() {}

  /** A file of Binance's trades, in the format {@code csv}. */
  static Path binance(Path folder) throws IOException {
    return copy("binance_rest_trades_gocryptotrader.csv.gz", folder);
  }

  /** A file of Kraken's trades, in the format {@code frames}. */
  static Path kraken(Path folder) throws IOException {
    return copy("kraken_ws_v1_frames_cryptofeed.txt.gz", folder);
  }

  private static Path copy(String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      try (InputStream in = Job.class.getResourceAsStream("/com/k2/marketdata/sample/" + name)) {
        Files.copy(in, file);
      }
    }
    return file;
  }
}
