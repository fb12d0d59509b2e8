package com.k2.marketdata.exchange;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Amount;
import com.k2.marketdata.trade.EpochTime;
import com.k2.marketdata.trade.Excerpt;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Rejection;
import com.k2.marketdata.trade.Side;
import com.k2.marketdata.trade.TimeWindow;
import com.k2.marketdata.trade.Trade;
import com.k2.marketdata.trade.TradeRules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Kraken spot: one message per trade of the WebSocket v1 channel {@code trade}. */
public final class Kraken implements Exchange {
  private static final Schema RAW = BundledResources.schema(Kraken.class, "kraken_raw_trade.avsc");

  @Override
  public String name() {
    return "kraken";
  }

  @Override
  public Schema rawSchema() {
    return RAW;
  }

  @Override
  public TradeRules rules(RuleSettings settings) {
    return new Rules(
        KrakenAssets.of(settings.symbolList()),
        new TimeWindow(settings.futureTolerance(), settings.maxAge()));
  }

  /**
   * The feed has no trade id, and two real trades can be equal in every field, so the id is made of
   * the time as sent and the coordinates of the message.
   */
  private static final class Rules extends CheckedRules {
    private static final int PRICE = position(RAW, "price");
    private static final int VOLUME = position(RAW, "volume");
    private static final int TIMESTAMP = position(RAW, "timestamp");
    private static final int SIDE = position(RAW, "side");
    private static final int ORDER_TYPE = position(RAW, "order_type");
    private static final int PAIR = position(RAW, "pair");
    private static final int INGESTION_TIMESTAMP = position(RAW, "ingestion_timestamp");
    private static final VendorFields VENDOR_DATA =
        VendorFields.of(RAW, "channel_id", "order_type", "misc", "pair");

    private final KrakenAssets assets;
    private final TimeWindow window;

    Rules(KrakenAssets assets, TimeWindow window) {
      this.assets = assets;
      this.window = window;
    }

    @Override
    public Optional<String> symbolListHash() {
      return Optional.of(assets.sha256());
    }

    @Override
    protected Trade trade(KafkaMessage message, int schemaId, IndexedRecord raw) throws Rejection {
      String pairName = string(raw, PAIR);
      if (pairName == null || pairName.isEmpty()) {
        throw new Rejection(RejectReason.SYMBOL_MISSING, "no pair");
      }
      KrakenAssets.Pair pair = assets.pair(pairName);
      BigDecimal price = Amount.PRICE.parse(string(raw, PRICE));
      BigDecimal quantity = Amount.QUANTITY.parse(string(raw, VOLUME));
      Side side = side(string(raw, SIDE));
      String timestamp = string(raw, TIMESTAMP);
      long micros = EpochTime.microsOfDecimalSeconds(timestamp);
      window.check(micros, message.timestampMillis());
      return new Trade(
          "KRAKEN-" + timestamp + "-" + message.partition() + "-" + message.offset(),
          pair.base() + pair.quote(),
          micros,
          price,
          quantity,
          pair.quote(),
          side,
          conditions(string(raw, ORDER_TYPE)),
          null,
          EpochTime.microsOrNull((Long) raw.get(INGESTION_TIMESTAMP)),
          VENDOR_DATA.read(raw),
          schemaId);
    }

    private static Side side(@Nullable String side) throws Rejection {
      if (side == null || side.isEmpty()) {
        throw new Rejection(RejectReason.SIDE_MISSING, "no side");
      }
      return switch (side) {
        case "b" -> Side.BUY;
        case "s" -> Side.SELL;
        default ->
            throw new Rejection(
                RejectReason.SIDE_UNKNOWN, Excerpt.of(side) + " is neither \"b\" nor \"s\"");
      };
    }

    private static List<String> conditions(@Nullable String orderType) {
      if (orderType == null || orderType.isEmpty()) {
        return List.of();
      }
      return switch (orderType) {
        case "l" -> List.of("limit");
        case "m" -> List.of("market");
        default -> List.of(orderType);
      };
    }

    @Override
    protected @Nullable String field(RejectReason.ErrorType type) {
      return switch (type) {
        case SYMBOL -> "pair";
        case PRICE -> "price";
        case QUANTITY -> "volume";
        case SIDE -> "side";
        case TIMESTAMP -> "timestamp";
        default -> null;
      };
    }
  }
}
