package com.k2.marketdata.verify.scan;

import java.util.OptionalLong;

/** Numbers in trade ids. */
final class TradeIds {
  private static final int MOST_DIGITS = 18;

  private TradeIds() {}

  /**
   * The exchange's own number in {@code EXCHANGE-number}. An id of another form, such as one made
   * of the message's coordinates, has none: it cannot be equal to another.
   */
  static OptionalLong number(String tradeId) {
    int begin = tradeId.indexOf('-') + 1;
    int digits = tradeId.length() - begin;
    if (begin == 0 || digits == 0 || digits > MOST_DIGITS) {
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
