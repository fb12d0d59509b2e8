package com.k2.marketdata.exchange;

import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static com.k2.marketdata.testing.RawTrades.KAFKA_MILLIS;
import static com.k2.marketdata.testing.RawTrades.KRAKEN;
import static com.k2.marketdata.testing.RawTrades.binance;
import static com.k2.marketdata.testing.RawTrades.bytes;
import static com.k2.marketdata.testing.RawTrades.kraken;
import static com.k2.marketdata.testing.RawTrades.message;
import static com.k2.marketdata.testing.RawTrades.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.TradeRules;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** The fingerprint of rules, and its revision. */
class RulesFingerprintTest {
  private static final RuleSettings DEFAULTS = RuleSettings.DEFAULTS;
  private static final List<String> ODD_AMOUNTS =
      List.of(
          "1",
          "01",
          "1.",
          ".5",
          "+1",
          "-1",
          "1e3",
          "1E-12",
          "1e-13",
          " 1",
          "1 ",
          "1,5",
          "0x1",
          "NaN",
          "Infinity",
          "null",
          "0",
          "0.000000000001",
          "0.0000000000001",
          "1.10000000000000000000",
          "9999999999999999.999999999999",
          "10000000000000000",
          "\u0661",
          "1_000",
          "1d");
  private static final List<String> ODD_SYMBOLS =
      List.of(
          "BTCUSDT",
          "BNBUSD",
          "DOTUSD",
          "GALAEUR",
          "XUSDUSDT",
          "ETHBTC",
          "btcusdt",
          "NEWCOINUSDT",
          "1000SATSUSDT",
          "USDTUSDT",
          "XBT/USD",
          "AIXBT/USD",
          "XDG/EUR",
          "ETH2.S/ETH",
          "BRK.Bx/USD",
          "XBTUSD",
          "XBT/",
          "/USD",
          "XBT/USD/EUR",
          "BTC USDT",
          "\u5e01\u5b89USDT");
  private static final List<String> ODD_SECONDS =
      List.of(
          "1617666461.465618",
          "1617666461",
          "1617666461.4656189",
          "1.617666461465618E9",
          "0",
          "-1",
          "1617666461465",
          "99999999999999",
          "16176664 61",
          "1617666461,465618",
          "");

  /**
   * Fails after a change of the rules. If messages are judged differently now, increase {@link
   * RulesFingerprint#REVISION} and replace both values; if only the bundled symbol lists or this
   * test have changed, replace the hash.
   */
  @Test
  void changedRulesHaveANewRevision() throws Exception {
    String outcomes = ContentHash.of(Stream.of(String.join("\n", outcomes())));
    assertThat(RulesFingerprint.REVISION + " " + outcomes)
        .as("the revision of the rules, and the hash of what they make of a fixed set of messages")
        .isEqualTo("1 f1dd05a0cd68f2b317b68eb49f088de7afc8e80c8bbf9c6d35dbf1c86b471be4");
  }

  @Test
  void equalRulesHaveEqualFingerprints() {
    String fingerprint = RulesFingerprint.of(BINANCE, DEFAULTS);
    assertThat(fingerprint).matches("[0-9a-f]{16}");
    assertThat(RulesFingerprint.of(Exchanges.named("binance"), DEFAULTS)).isEqualTo(fingerprint);
    assertThat(RulesFingerprint.of(BINANCE, DEFAULTS, BINANCE.rules(DEFAULTS)))
        .isEqualTo(fingerprint);
    assertThat(RulesFingerprint.of(BINANCE, DEFAULTS.withFutureTolerance(Duration.ofMillis(5_000))))
        .isEqualTo(fingerprint);
  }

  @Test
  void everythingThatJudgesIsInTheFingerprint() {
    SymbolList list =
        new SymbolList(
            "list",
            "symbol,base_asset,quote_asset\nBTCUSDT,BTC,USDT\n".getBytes(StandardCharsets.UTF_8));
    assertThat(
            Stream.of(
                RulesFingerprint.of(BINANCE, DEFAULTS),
                RulesFingerprint.of(KRAKEN, DEFAULTS),
                RulesFingerprint.of(BINANCE, DEFAULTS.withFutureTolerance(Duration.ofSeconds(6))),
                RulesFingerprint.of(BINANCE, DEFAULTS.withMaxAge(Duration.ofDays(1))),
                RulesFingerprint.of(BINANCE, DEFAULTS.withMaxAge(null)),
                RulesFingerprint.of(BINANCE, DEFAULTS.withSymbolList(list)),
                RulesFingerprint.of(new ChangedExchange("binance", 2), DEFAULTS),
                RulesFingerprint.of(new ChangedExchange("other", 1), DEFAULTS)))
        .doesNotHaveDuplicates();
    assertThat(RulesFingerprint.of(new ChangedExchange("binance", 1), DEFAULTS))
        .isEqualTo(RulesFingerprint.of(BINANCE, DEFAULTS));
  }

  /** Binance with another name or revision. */
  private record ChangedExchange(String name, int revision) implements Exchange {
    @Override
    public Schema rawSchema() {
      return BINANCE.rawSchema();
    }

    @Override
    public TradeRules rules(RuleSettings settings) {
      return BINANCE.rules(settings);
    }
  }

  /** What the rules make of many messages, without the wording of details. */
  private static List<String> outcomes() throws IOException {
    List<String> outcomes = new ArrayList<>();
    RejectReasonsTest.cases()
        .map(
            given ->
                new Judge(given.exchange(), id -> given.schema(), DEFAULTS).judge(given.message()))
        .forEach(outcome -> outcomes.add(text(outcome)));
    Judge ofBinance = Judge.of(BINANCE);
    Judge ofKraken = Judge.of(KRAKEN);
    for (String amount : ODD_AMOUNTS) {
      outcomes.add(judged(ofBinance, with(binance(), "price", amount)));
      outcomes.add(judged(ofKraken, with(kraken(), "volume", amount)));
    }
    for (String symbol : ODD_SYMBOLS) {
      outcomes.add(judged(ofBinance, with(binance(), "symbol", symbol)));
      outcomes.add(judged(ofKraken, with(kraken(), "pair", symbol)));
    }
    for (String seconds : ODD_SECONDS) {
      outcomes.add(judged(ofKraken, with(kraken(), "timestamp", seconds)));
    }
    for (long time : new long[] {0, -1, KAFKA_MILLIS * 1000 + 7, KAFKA_MILLIS * 1_000_000}) {
      outcomes.add(judged(ofBinance, with(binance(), "trade_time_ms", time)));
      outcomes.add(judged(ofBinance, with(binance(), "ingestion_timestamp", time)));
    }
    outcomes.add(judged(ofBinance, with(binance(), "trade_id", -1L)));
    outcomes.add(judged(ofBinance, with(binance(), "is_buyer_maker", false)));
    outcomes.add(judged(ofKraken, with(kraken(), "side", "b")));
    for (Map<String, String> row : RecordedTradesTest.rows("binance_hftbacktest.csv")) {
      GenericRecord raw = with(binance(), "symbol", row.get("symbol"));
      raw.put("price", row.get("price"));
      raw.put("quantity", row.get("qty"));
      outcomes.add(judged(ofBinance, raw));
    }
    for (Map<String, String> row : RecordedTradesTest.rows("kraken_cryptofeed.csv")) {
      GenericRecord raw = kraken();
      row.forEach(raw::put);
      long millis = new BigDecimal(row.get("timestamp")).movePointRight(3).longValue();
      outcomes.add(text(ofKraken.judge(message(bytes(raw), millis))));
    }
    return outcomes;
  }

  private static String judged(Judge judge, GenericRecord raw) {
    return text(judge.judge(message(bytes(raw))));
  }

  private static String text(Outcome outcome) {
    if (outcome instanceof Outcome.Accepted accepted) {
      return accepted.trade().toString();
    }
    Outcome.Rejected rejected = (Outcome.Rejected) outcome;
    return rejected.reason().code() + " " + rejected.schemaId();
  }
}
