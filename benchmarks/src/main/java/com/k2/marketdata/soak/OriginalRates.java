package com.k2.marketdata.soak;

import com.k2.marketdata.failure.UsageException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** The messages per second that the original system received. */
final class OriginalRates {
  private static final Map<String, Integer> PER_SECOND = Map.of("binance", 1_000, "kraken", 33);

  private OriginalRates() {}

  /**
   * The messages per second of each exchange at a multiple of the original's rates.
   *
   * @throws UsageException if the original did not have an exchange, or there is no exchange
   */
  static Map<String, Double> of(Collection<String> exchanges, double load) {
    if (exchanges.isEmpty()) {
      throw new UsageException(
          "The plan has no job that fills silver. Use a plan with medallion or silver.");
    }
    for (String exchange : exchanges) {
      if (!PER_SECOND.containsKey(exchange)) {
        throw new UsageException(
            "The plan has a job for the exchange '"
                + exchange
                + "', and no rate is known for it. Use a plan for binance and kraken.");
      }
    }
    return exchanges.stream()
        .distinct()
        .collect(
            Collectors.toMap(exchange -> exchange, exchange -> load * PER_SECOND.get(exchange)));
  }
}
