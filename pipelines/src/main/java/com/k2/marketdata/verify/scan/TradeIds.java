package com.k2.marketdata.verify.scan;

import java.util.OptionalLong;

/** Extracts the numbers from trade ids. */
final class TradeIds {
  private static final int MAX_DIGITS = 18;

  private TradeIds() {}

  /**
   * The exchange's number in an id of the form {@code EXCHANGE-number}; empty for other forms, such
   * as ids made of the message's coordinates, which are unique.
   */
  static OptionalLong number(String tradeId) {
    int begin = tradeId.indexOf('-') + 1;
    int digits = tradeId.length() - begin;
    if (begin == 0 || digits == 0 || digits > MAX_DIGITS) {
      return OptionalLong.empty();
    }
    long number = 0;
    for (int i = begin; i < tradeId.length(); i++) {
      char digit = tradeId.charAt(i);
      if (digit < '0' || digit > '9') {
        return OptionalLong.empty();
      }
      number = number * 10 + (digit - '0');
    }
    return OptionalLong.of(number);
  }
}
