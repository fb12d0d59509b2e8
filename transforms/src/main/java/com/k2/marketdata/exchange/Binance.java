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

/** Binance spot: messages of the WebSocket stream {@code <symbol>@trade}. */
public final class Binance implements Exchange {
  private static final Schema RAW =
      BundledResources.schema(Binance.class, "binance_raw_trade.avsc");

  @Override
  public String name() {
    return "binance";
  }

  @Override
  public Schema rawSchema() {
    return RAW;
  }

  @Override
  public TradeRules rules(RuleSettings settings) {
    return new Rules(
        BinanceSymbols.of(settings.symbolList()),
        new TimeWindow(settings.futureTolerance(), settings.maxAge()));
  }

  /**
   * The exchange's trade id is also the source sequence, because it increases by one within a
   * symbol. A message without a trade id is still a trade; its id is made of its time and
   * coordinates. The same applies to a negative trade id, such as the -1 with which Binance marks a
   * missing id; it is kept in vendor_data. Every event type other than {@code trade} is unexpected,
   * a missing one included.
   */
  private static final class Rules extends CheckedRules {
    private static final int EVENT_TYPE = position(RAW, "event_type");
    private static final int SYMBOL = position(RAW, "symbol");
    private static final int TRADE_ID = position(RAW, "trade_id");
    private static final int PRICE = position(RAW, "price");
    private static final int QUANTITY = position(RAW, "quantity");
    private static final int TRADE_TIME = position(RAW, "trade_time_ms");
    private static final int IS_BUYER_MAKER = position(RAW, "is_buyer_maker");
    private static final int INGESTION_TIMESTAMP = position(RAW, "ingestion_timestamp");
    private static final VendorFields VENDOR_DATA =
        VendorFields.of(RAW, "event_type", "event_time_ms", "is_buyer_maker", "is_best_match");
    private static final VendorFields VENDOR_DATA_AND_TRADE_ID =
        VendorFields.of(
            RAW, "event_type", "event_time_ms", "is_buyer_maker", "is_best_match", "trade_id");

    private final BinanceSymbols symbols;
    private final TimeWindow window;

    Rules(BinanceSymbols symbols, TimeWindow window) {
      this.symbols = symbols;
      this.window = window;
    }

    @Override
    public Optional<String> symbolListHash() {
      return Optional.of(symbols.sha256());
    }

    @Override
    protected Trade trade(KafkaMessage message, int schemaId, IndexedRecord raw) throws Rejection {
      checkEventType(string(raw, EVENT_TYPE));
      String symbol = string(raw, SYMBOL);
      if (symbol == null || symbol.isEmpty()) {
        throw new Rejection(RejectReason.SYMBOL_MISSING, "no symbol");
      }
      String currency = symbols.quoteAsset(symbol);
      BigDecimal price = Amount.PRICE.parse(string(raw, PRICE));
      BigDecimal quantity = Amount.QUANTITY.parse(string(raw, QUANTITY));
      Side side = side((Boolean) raw.get(IS_BUYER_MAKER));
      Long tradeTime = (Long) raw.get(TRADE_TIME);
      long micros = EpochTime.microsOfMillisOrMicros(tradeTime);
      window.check(micros, message.timestampMillis());
      Long sent = (Long) raw.get(TRADE_ID);
      Long id = sent == null || sent < 0 ? null : sent;
      return new Trade(
          id != null
              ? "BINANCE-" + id
              : "BINANCE-" + tradeTime + "-" + message.partition() + "-" + message.offset(),
          symbol,
          micros,
          price,
          quantity,
          currency,
          side,
          List.of(),
          id,
          EpochTime.microsOrNull((Long) raw.get(INGESTION_TIMESTAMP)),
          (id == null ? VENDOR_DATA_AND_TRADE_ID : VENDOR_DATA).read(raw),
          schemaId);
    }

    private static void checkEventType(@Nullable String eventType) throws Rejection {
      if (!"trade".equals(eventType)) {
        throw new Rejection(
            RejectReason.EVENT_TYPE_UNEXPECTED,
            (eventType == null ? "null" : Excerpt.of(eventType)) + " instead of \"trade\"");
      }
    }

    private static Side side(@Nullable Boolean isBuyerMaker) throws Rejection {
      if (isBuyerMaker == null) {
        throw new Rejection(RejectReason.SIDE_MISSING, "no is_buyer_maker");
      }
      return isBuyerMaker ? Side.SELL : Side.BUY;
    }

    @Override
    protected @Nullable String field(RejectReason.ErrorType type) {
      return switch (type) {
        case EVENT -> "event_type";
        case SYMBOL -> "symbol";
        case PRICE -> "price";
        case QUANTITY -> "quantity";
        case SIDE -> "is_buyer_maker";
        case TIMESTAMP -> "trade_time_ms";
        default -> null;
      };
    }
  }
}
