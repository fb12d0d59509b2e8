package com.k2.marketdata.bench.load;

import com.k2.marketdata.exchange.NamedServices;
import com.k2.marketdata.failure.UsageException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.avro.generic.GenericRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How a synthetic trade is sent by one exchange. An implementation is a public class without state,
 * with a public constructor without parameters, registered in {@code
 * META-INF/services/com.k2.marketdata.bench.load.SyntheticFormat}.
 */
public interface SyntheticFormat {

  /** The name of the exchange. */
  String exchange();

  /** The symbols of the trades; the first ones are traded most. */
  List<Listing> listings();

  /**
   * Sets every field of a message except the ingestion time.
   *
   * @param raw a record of the exchange's raw schema
   * @param choices random values for fields that {@code trade} does not have
   */
  void fill(GenericRecord raw, Fields trade, SplittableRandom choices);

  /** A symbol and the price of its first trade. */
  record Listing(String symbol, double price) {}

  /**
   * A trade, before it has the form of an exchange.
   *
   * @param quantityUnits the quantity in units of 1e-8
   * @param defect the fault that the message has to show; null for none
   */
  record Fields(
      long index,
      int symbol,
      double price,
      long quantityUnits,
      long timeMicros,
      @Nullable Defect defect) {}

  /** A value as a decimal string. The value is in units of the last decimal. */
  static String fixed(long units, int decimals) {
    String digits = Long.toString(units);
    if (digits.length() <= decimals) {
      digits = "0".repeat(decimals + 1 - digits.length()) + digits;
    }
    int point = digits.length() - decimals;
    return digits.substring(0, point) + "." + digits.substring(point);
  }

  /**
   * The format of an exchange.
   *
   * @throws UsageException if the class path has none
   */
  static SyntheticFormat of(String exchange) {
    Map<String, SyntheticFormat> formats =
        NamedServices.load(SyntheticFormat.class, SyntheticFormat::exchange);
    SyntheticFormat format = formats.get(exchange);
    if (format == null) {
      throw new UsageException(
          "No synthetic trades exist for the exchange '"
              + exchange
              + "', only for "
              + String.join(", ", new TreeSet<>(formats.keySet()))
              + ". Register a SyntheticFormat for it.");
    }
    return format;
  }
}
