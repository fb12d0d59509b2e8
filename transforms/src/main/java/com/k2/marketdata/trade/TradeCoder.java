package com.k2.marketdata.trade;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigDecimalCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * Encodes a {@link Trade}. Deterministic (vendor data is sorted by key), and consistent with
 * equals.
 */
public final class TradeCoder extends AtomicCoder<Trade> {
  private static final TradeCoder INSTANCE = new TradeCoder();
  private static final Coder<String> STRING = StringUtf8Coder.of();
  private static final Coder<Integer> INT = VarIntCoder.of();
  private static final Coder<Long> LONG = VarLongCoder.of();
  private static final Coder<Long> NULLABLE_LONG = NullableCoder.of(LONG);
  private static final Coder<BigDecimal> DECIMAL = BigDecimalCoder.of();
  private static final Coder<List<String>> STRINGS = ListCoder.of(STRING);

  private TradeCoder() {}

  public static TradeCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Trade trade, OutputStream out) throws IOException {
    STRING.encode(trade.tradeId(), out);
    STRING.encode(trade.symbol(), out);
    LONG.encode(trade.timestampMicros(), out);
    DECIMAL.encode(trade.price(), out);
    DECIMAL.encode(trade.quantity(), out);
    STRING.encode(trade.currency(), out);
    out.write(trade.side() == Side.BUY ? 'B' : 'S');
    STRINGS.encode(trade.conditions(), out);
    NULLABLE_LONG.encode(trade.sourceSequence(), out);
    NULLABLE_LONG.encode(trade.producerMicros(), out);
    encodeVendorData(trade.vendorData(), out);
    INT.encode(trade.schemaId(), out);
  }

  @Override
  public Trade decode(InputStream in) throws IOException {
    return new Trade(
        STRING.decode(in),
        STRING.decode(in),
        LONG.decode(in),
        DECIMAL.decode(in),
        DECIMAL.decode(in),
        STRING.decode(in),
        decodeSide(in),
        STRINGS.decode(in),
        NULLABLE_LONG.decode(in),
        NULLABLE_LONG.decode(in),
        decodeVendorData(in),
        INT.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  private static Side decodeSide(InputStream in) throws IOException {
    int side = in.read();
    return switch (side) {
      case 'B' -> Side.BUY;
      case 'S' -> Side.SELL;
      default ->
          throw new CoderException(
              "Unknown side of a trade: "
                  + side
                  + ". Driver and executors must run the same build.");
    };
  }

  private static void encodeVendorData(Map<String, String> vendorData, OutputStream out)
      throws IOException {
    INT.encode(vendorData.size(), out);
    for (Map.Entry<String, String> entry : new TreeMap<>(vendorData).entrySet()) {
      STRING.encode(entry.getKey(), out);
      STRING.encode(entry.getValue(), out);
    }
  }

  private static Map<String, String> decodeVendorData(InputStream in) throws IOException {
    int count = INT.decode(in);
    Map<String, String> vendorData = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      vendorData.put(STRING.decode(in), STRING.decode(in));
    }
    return Collections.unmodifiableMap(vendorData);
  }
}
