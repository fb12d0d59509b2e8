package com.k2.marketdata.lake.table;

import java.util.Locale;

/** The tables of an exchange, by what they hold. */
public enum TableRole {
  BRONZE,
  SILVER,
  DEAD_LETTERS;

  /** For people. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
