package com.k2.marketdata.lake.table;

import com.k2.marketdata.exchange.Exchange;
import java.util.Locale;

/** The kinds of tables that an exchange has. All exchanges share one dead-letter table. */
public enum TableRole {
  BRONZE,
  SILVER,
  DEAD_LETTERS;

  /** The name of an exchange's table of this role, without the namespace. */
  public String tableOf(Exchange exchange) {
    return switch (this) {
      case BRONZE -> exchange.bronzeTable();
      case SILVER -> exchange.silverTable();
      case DEAD_LETTERS -> DeadLetterTable.NAME;
    };
  }

  /** The definition of an exchange's table of this role. */
  public TableDefinition definition(Exchange exchange) {
    return switch (this) {
      case BRONZE -> BronzeTable.definition(exchange);
      case SILVER -> SilverTable.definition(exchange);
      case DEAD_LETTERS -> DeadLetterTable.definition();
    };
  }

  /** The role in lower-case words, for messages: {@code dead letters}. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
