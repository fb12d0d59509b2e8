package com.k2.marketdata.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The expected result for recorded trades, computed from the recording's strings without K2's code:
 * the trades, and how many messages are rejected for each reason.
 */
final class ExpectedTrades {
  private static final int MICROSECOND_DIGITS = 16;
  private static final int MAX_FRACTION_DIGITS = 12;

  private final List<String> trades = new ArrayList<>();
  private final SortedMap<String, Long> rejected = new TreeMap<>();

  /** All trades in the form of {@link #text}, sorted. */
  List<String> trades() {
    return trades.stream().sorted().toList();
  }

  /** How many messages are rejected, by reason. */
  SortedMap<String, Long> rejected() {
    return rejected;
  }

  /** Adds a row of Binance's CSV format. */
  void binance(Map<String, String> row) {
    String time = cell(row, "trade_time_ms") + cell(row, "trade_time_us");
    Optional<String> fault =
        Stream.of(
                missing("symbol", cell(row, "symbol")),
                wrongAmount("price", cell(row, "price")),
                wrongAmount("quantity", cell(row, "qty")))
            .flatMap(Optional::stream)
            .findFirst();
    if (fault.isPresent()) {
      rejected.merge(fault.get(), 1L, Long::sum);
      return;
    }
    trades.add(
        text(
            "BINANCE-" + cell(row, "trade_id"),
            cell(row, "symbol"),
            new BigDecimal(cell(row, "price")),
            new BigDecimal(cell(row, "qty")),
            cell(row, "is_buyer_maker").equals("true") ? "SELL" : "BUY",
            Long.parseLong(time.length() == MICROSECOND_DIGITS ? time : time + "000"),
            List.of()));
  }

  /** Adds a row of Kraken's CSV format. */
  void kraken(Map<String, String> row) {
    String time = cell(row, "timestamp");
    Optional<String> fault =
        Stream.of(
                missing("symbol", cell(row, "pair")),
                wrongAmount("price", cell(row, "price")),
                wrongAmount("quantity", cell(row, "volume")),
                missing("side", cell(row, "side")),
                missing("timestamp", time))
            .flatMap(Optional::stream)
            .findFirst();
    if (fault.isPresent()) {
      rejected.merge(fault.get(), 1L, Long::sum);
      return;
    }
    BigDecimal micros = new BigDecimal(time).movePointRight(6).setScale(0, RoundingMode.DOWN);
    String type = cell(row, "order_type");
    trades.add(
        text(
            "KRAKEN-" + time,
            Stream.of(cell(row, "pair").split("/"))
                .map(asset -> asset.equals("XBT") ? "BTC" : asset.equals("XDG") ? "DOGE" : asset)
                .collect(Collectors.joining()),
            new BigDecimal(cell(row, "price")),
            new BigDecimal(cell(row, "volume")),
            cell(row, "side").equals("b") ? "BUY" : "SELL",
            micros.longValueExact(),
            type.isEmpty() ? List.of() : List.of(type.equals("l") ? "limit" : "market")));
  }

  /** A trade as one line, in which decimals do not depend on their scale. */
  static String text(
      String id,
      String symbol,
      BigDecimal price,
      BigDecimal quantity,
      String side,
      long micros,
      List<?> conditions) {
    return String.join(
        " ",
        id,
        symbol,
        price.stripTrailingZeros().toPlainString(),
        quantity.stripTrailingZeros().toPlainString(),
        side,
        Long.toString(micros),
        conditions.toString());
  }

  private static Optional<String> missing(String field, String value) {
    return value.isEmpty() ? Optional.of(field + "_missing") : Optional.empty();
  }

  private static Optional<String> wrongAmount(String field, String value) {
    if (value.isEmpty()) {
      return missing(field, value);
    }
    BigDecimal amount = new BigDecimal(value);
    if (amount.signum() <= 0) {
      return Optional.of(field + "_not_positive");
    }
    return amount.stripTrailingZeros().scale() > MAX_FRACTION_DIGITS
        ? Optional.of(field + "_scale_exceeded")
        : Optional.empty();
  }

  private static String cell(Map<String, String> row, String column) {
    return row.getOrDefault(column, "");
  }
}
