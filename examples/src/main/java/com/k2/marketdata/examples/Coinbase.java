package com.k2.marketdata.examples;

import com.k2.marketdata.exchange.BundledResources;
import com.k2.marketdata.exchange.CheckedRules;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.exchange.VendorFields;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Amount;
import com.k2.marketdata.trade.EpochTime;
import com.k2.marketdata.trade.Excerpt;
import com.k2.marketdata.trade.IsoTime;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Rejection;
import com.k2.marketdata.trade.Side;
import com.k2.marketdata.trade.TimeWindow;
import com.k2.marketdata.trade.Trade;
import com.k2.marketdata.trade.TradeRules;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Coinbase spot: {@code match} messages of the WebSocket channel {@code matches}. */
public final class Coinbase implements Exchange {
  private static final Schema RAW = BundledResources.schema(Coinbase.class, "coinbase_match.avsc");

  @Override
  public String name() {
    return "coinbase";
  }

  @Override
  public Schema rawSchema() {
    return RAW;
  }

  @Override
  public TradeRules rules(RuleSettings settings) {
    return new Rules(new TimeWindow(settings.futureTolerance(), settings.maxAge()));
  }

  /**
   * A {@code last_match}, which repeats the most recent trade when a client subscribes, is
   * rejected: its trade has been sent before.
   */
  private static final class Rules extends CheckedRules {
    private static final int TYPE = position(RAW, "type");
    private static final int TRADE_ID = position(RAW, "trade_id");
    private static final int SEQUENCE = position(RAW, "sequence");
    private static final int TIME = position(RAW, "time");
    private static final int PRODUCT_ID = position(RAW, "product_id");
    private static final int SIZE = position(RAW, "size");
    private static final int PRICE = position(RAW, "price");
    private static final int SIDE = position(RAW, "side");
    private static final int INGESTION_TIMESTAMP = position(RAW, "ingestion_timestamp");
    private static final VendorFields VENDOR_DATA =
        VendorFields.of(RAW, "maker_order_id", "taker_order_id", "product_id", "side");
    private static final Pattern PRODUCT = Pattern.compile("([A-Z0-9]{1,20})-([A-Z0-9]{1,20})");

    private final TimeWindow window;

    Rules(TimeWindow window) {
      this.window = window;
    }

    @Override
    protected Trade trade(KafkaMessage message, int schemaId, IndexedRecord raw) throws Rejection {
      checkType(string(raw, TYPE));
      Matcher product = product(string(raw, PRODUCT_ID));
      BigDecimal price = Amount.PRICE.parse(string(raw, PRICE));
      BigDecimal quantity = Amount.QUANTITY.parse(string(raw, SIZE));
      Side side = takerSide(string(raw, SIDE));
      String time = string(raw, TIME);
      long micros = IsoTime.micros(time);
      window.check(micros, message.timestampMillis());
      Long id = numberOrNull(raw.get(TRADE_ID));
      return new Trade(
          id != null
              ? "COINBASE-" + id
              : "COINBASE-" + time + "-" + message.partition() + "-" + message.offset(),
          product.group(1) + product.group(2),
          micros,
          price,
          quantity,
          product.group(2),
          side,
          List.of(),
          numberOrNull(raw.get(SEQUENCE)),
          EpochTime.microsOrNull((Long) raw.get(INGESTION_TIMESTAMP)),
          VENDOR_DATA.read(raw),
          schemaId);
    }

    /** A recording without the number sends -1. */
    private static @Nullable Long numberOrNull(@Nullable Object number) {
      return number == null || (Long) number < 0 ? null : (Long) number;
    }

    private static void checkType(@Nullable String type) throws Rejection {
      if (!"match".equals(type)) {
        throw new Rejection(
            RejectReason.EVENT_TYPE_UNEXPECTED,
            (type == null ? "null" : Excerpt.of(type)) + " instead of \"match\"");
      }
    }

    private static Matcher product(@Nullable String productId) throws Rejection {
      if (productId == null || productId.isEmpty()) {
        throw new Rejection(RejectReason.SYMBOL_MISSING, "no product_id");
      }
      Matcher product = PRODUCT.matcher(productId);
      if (!product.matches()) {
        throw new Rejection(
            RejectReason.SYMBOL_UNKNOWN_FORM,
            Excerpt.of(productId) + " is not two assets separated by a hyphen, such as BTC-USD");
      }
      return product;
    }

    /** The message has the maker's side; the taker is on the other one. */
    private static Side takerSide(@Nullable String makerSide) throws Rejection {
      if (makerSide == null || makerSide.isEmpty()) {
        throw new Rejection(RejectReason.SIDE_MISSING, "no side");
      }
      return switch (makerSide) {
        case "buy" -> Side.SELL;
        case "sell" -> Side.BUY;
        default ->
            throw new Rejection(
                RejectReason.SIDE_UNKNOWN,
                Excerpt.of(makerSide) + " is neither \"buy\" nor \"sell\"");
      };
    }

    @Override
    protected @Nullable String field(RejectReason.ErrorType type) {
      return switch (type) {
        case EVENT -> "type";
        case SYMBOL -> "product_id";
        case PRICE -> "price";
        case QUANTITY -> "size";
        case SIDE -> "side";
        case TIMESTAMP -> "time";
        default -> null;
      };
    }
  }
}
