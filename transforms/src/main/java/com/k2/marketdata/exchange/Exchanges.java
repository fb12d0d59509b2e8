package com.k2.marketdata.exchange;

import com.k2.marketdata.failure.UsageException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The exchanges on the class path: K2's own, and those of a user's jars, which register themselves
 * in {@code META-INF/services/com.k2.marketdata.exchange.Exchange}.
 */
public final class Exchanges {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private static Map<String, Exchange> byName;

  private Exchanges() {}

  /** Every exchange, in the order of the class path; K2's own come first. */
  public static List<Exchange> all() {
    return List.copyOf(byName().values());
  }

  /** The names of all exchanges, in the same order. */
  public static List<String> names() {
    return List.copyOf(byName().keySet());
  }

  /**
   * The exchange with this name, which is in lower case.
   *
   * @throws UsageException if there is none; the message lists the names
   */
  public static Exchange named(String name) {
    Exchange exchange = byName().get(name);
    if (exchange == null) {
      throw new UsageException(
          "There is no exchange named '"
              + name
              + "'; the exchanges are "
              + String.join(", ", names())
              + ". Give one of them, or add the jar of another to K2_PLUGINS.");
    }
    return exchange;
  }

  private static synchronized Map<String, Exchange> byName() {
    if (byName == null) {
      byName = NamedServices.load(Exchange.class, Exchanges::checkedName);
    }
    return byName;
  }

  /** Tables and topics are named after exchanges, so not every name will do. */
  static String checkedName(Exchange exchange) {
    if (!NAME.matcher(exchange.name()).matches()) {
      throw new UsageException(
          "The exchange class "
              + exchange.getClass().getName()
              + " has the name '"
              + exchange.name()
              + "'; a name is a lower-case letter, followed by lower-case letters, digits and"
              + " underscores.");
    }
    return exchange.name();
  }
}
