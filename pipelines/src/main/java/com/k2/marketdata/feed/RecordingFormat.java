package com.k2.marketdata.feed;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.UsageException;

/** How the recordings of one exchange are read. */
interface RecordingFormat {

  /** A parser of the rows below a CSV header. */
  LineParser csv(CsvHeader header);

  /** A parser of recorded WebSocket messages. */
  LineParser frames();

  /** The format of an exchange. To add one, add it here. */
  static RecordingFormat of(Exchange exchange) {
    return switch (exchange.name()) {
      case "binance" -> new BinanceRecording(exchange.rawSchema());
      case "kraken" -> new KrakenRecording(exchange.rawSchema());
      default ->
          throw new UsageException("Recordings of " + exchange.name() + " cannot be read yet");
    };
  }
}
