package com.k2.marketdata.lake.table;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** The kinds of tables that an exchange has. All exchanges share one dead-letter table. */
public enum TableRole {
  BRONZE,
  SILVER,
  DEAD_LETTERS;

  /** The usual names; includes the dead-letter table. */
  private static final Pattern TABLE_NAME = Pattern.compile("(?:bronze|silver)_\\w+_trades");

  /** The name of an exchange's table of this role, without the namespace. */
  public String tableOf(Exchange exchange) {
    return switch (this) {
      case BRONZE -> exchange.bronzeTable();
      case SILVER -> exchange.silverTable();
      case DEAD_LETTERS -> DeadLetterTable.NAME;
    };
  }

  /** Whether a table of this name, without the namespace, is one of an exchange's tables. */
  public static boolean isTableOf(Exchange exchange, String name) {
    return Arrays.stream(values()).anyMatch(role -> role.tableOf(exchange).equals(name));
  }

  /** Whether a name is that of a table of any exchange, also of one that is not loaded. */
  public static boolean isTableName(String name) {
    return TABLE_NAME.matcher(name).matches()
        || Exchanges.all().stream().anyMatch(exchange -> isTableOf(exchange, name));
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
