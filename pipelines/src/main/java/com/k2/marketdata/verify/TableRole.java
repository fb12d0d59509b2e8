package com.k2.marketdata.verify;

import java.util.Locale;

/** The tables of an exchange, by what they hold. */
public enum TableRole {
  BRONZE,
  SILVER,
  DEAD_LETTERS;

  /** For people. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
