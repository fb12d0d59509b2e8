package com.k2.marketdata.peer.row;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;

/** Maps Kraken's messages. They have no trade id, so it is derived from the time and a hash. */
final class KrakenMapper extends TradeMapper {
  private final MessageDigest md5;

  KrakenMapper(long nowMicros) {
    super("kraken", nowMicros);
    try {
      this.md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  void read(BinaryDecoder in) throws IOException {
    long channel = in.readLong();
    String priceText = text(in);
    price = amount(priceText);
    quantity = amount(text(in));
    String time = text(in);
    String rawSide = common(in);
    String orderType = common(in);
    String misc = common(in);
    String pair = common(in);
    ingestionMicros = in.readLong();

    int slash = pair.lastIndexOf('/');
    symbol = pair.replace("XBT", "BTC").replace("/", "");
    currency = slash < 0 ? "USD" : pair.substring(slash + 1).replace("XBT", "BTC");
    tradeMicros = (long) (Double.parseDouble(time) * 1_000_000);
    side = rawSide.equals("b") ? "BUY" : rawSide.equals("s") ? "SELL" : rawSide;
    byte[] hash = md5.digest((time + pair + priceText).getBytes(StandardCharsets.UTF_8));
    tradeId = "KRAKEN-" + time + "-" + HexFormat.of().formatHex(hash, 0, 4);
    conditions =
        List.of(
            switch (orderType) {
              case "l" -> "limit";
              case "m" -> "market";
              default -> orderType;
            });
    vendorData =
        "{\"channel_id\":"
            + channel
            + ",\"order_type\":\""
            + orderType
            + "\",\"misc\":\""
            + misc
            + "\",\"pair\":\""
            + pair
            + "\"}";
  }
}
