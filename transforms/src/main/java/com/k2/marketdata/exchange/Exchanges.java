package com.k2.marketdata.exchange;

import com.k2.marketdata.failure.UsageException;
import java.util.List;
import java.util.stream.Collectors;

/** The exchanges that K2 knows. To add one, add it here. */
public final class Exchanges {
  private static final List<Exchange> ALL = List.of(new Binance(), new Kraken());

  private Exchanges() {}

  /** Every exchange, in the order of registration. */
  public static List<Exchange> all() {
    return ALL;
  }

  /** The exchange with this name, which is in lower case. */
  public static Exchange named(String name) {
    return ALL.stream()
        .filter(exchange -> exchange.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no exchange named '" + name + "'; known are " + names() + "."));
  }

  private static String names() {
    return ALL.stream().map(Exchange::name).collect(Collectors.joining(", "));
  }
}
