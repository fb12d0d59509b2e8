package com.k2.marketdata.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.avro.Decoding;
import com.k2.marketdata.avro.MessageDecoder;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.TradeRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticTradesTest {
  private static final long BEGIN = 1_760_000_000_000_000L;

  @ParameterizedTest
  @ValueSource(strings = {"binance", "kraken"})
  void sameSeedGivesSameMessages(String exchange) {
    SyntheticTrades one = TopicLoader.trades(exchange, 3_000, 7, BEGIN);
    SyntheticTrades other = TopicLoader.trades(exchange, 3_000, 7, BEGIN);
    SyntheticTrades ofAnotherSeed = TopicLoader.trades(exchange, 3_000, 8, BEGIN);
    int differ = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] value = one.next().value();
      assertThat(value).isEqualTo(other.next().value());
      differ += java.util.Arrays.equals(value, ofAnotherSeed.next().value()) ? 0 : 1;
    }
    assertThat(differ).isGreaterThan(2_900);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance", "kraken"})
  void oneMessageInEveryThousandIsRejected(String exchange) {
    List<Outcome> outcomes = outcomes(exchange, 8_000);
    assertThat(outcomes.stream().filter(Outcome.Rejected.class::isInstance)).hasSize(8);
    for (int thousand = 0; thousand < 8; thousand++) {
      assertThat(
              outcomes.subList(thousand * 1_000, (thousand + 1) * 1_000).stream()
                  .filter(Outcome.Rejected.class::isInstance))
          .hasSize(1);
    }
  }

  @Test
  void defectsAlternate() {
    assertThat(reasons("binance"))
        .isEqualTo(
            Map.of(
                RejectReason.PRICE_NOT_POSITIVE, 2L,
                RejectReason.TIMESTAMP_IN_FUTURE, 2L,
                RejectReason.PAYLOAD_UNDECODABLE, 2L,
                RejectReason.QUANTITY_NOT_POSITIVE, 2L));
    assertThat(reasons("kraken"))
        .containsEntry(RejectReason.SIDE_UNKNOWN, 2L)
        .containsEntry(RejectReason.TIMESTAMP_IN_FUTURE, 2L);
  }

  @Test
  void thirdExchangeNeedsOnlyItsFormat() {
    Exchange kraken = Exchanges.named("kraken");
    SyntheticFormat coin = SyntheticFormat.of("coin");
    SyntheticTrades trades = new SyntheticTrades(kraken.rawSchema(), coin, 2_000, 1_000, 7, BEGIN);
    List<Outcome> outcomes = outcomes(kraken, trades, 2_000);
    assertThat(outcomes.stream().filter(Outcome.Rejected.class::isInstance)).hasSize(2);
  }

  @Test
  void exchangeWithoutAFormatIsNamed() {
    assertThatThrownBy(() -> SyntheticFormat.of("nix"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("No synthetic trades exist for the exchange 'nix'")
        .hasMessageContaining("binance, coin, kraken");
  }

  private static Map<RejectReason, Long> reasons(String exchange) {
    return outcomes(exchange, 8_000).stream()
        .filter(Outcome.Rejected.class::isInstance)
        .map(rejected -> ((Outcome.Rejected) rejected).reason())
        .collect(Collectors.groupingBy(reason -> reason, Collectors.counting()));
  }

  private static List<Outcome> outcomes(String exchange, int count) {
    return outcomes(
        Exchanges.named(exchange), TopicLoader.trades(exchange, count, 7, BEGIN), count);
  }

  private static List<Outcome> outcomes(Exchange of, SyntheticTrades trades, int count) {
    MessageDecoder decoder = new MessageDecoder(of.rawSchema(), BundledSchema.of(of.rawSchema()));
    TradeRules rules = of.rules(RuleSettings.DEFAULTS);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SyntheticTrades.Message made = trades.next();
      KafkaMessage message =
          new KafkaMessage(
              "t", "id", 0, i, made.timestampMillis(), 0, Map.of(), made.key(), made.value());
      Decoding decoding = decoder.decode(message);
      if (decoding instanceof Decoding.Decoded good) {
        outcomes.add(rules.judge(message, good.schemaId(), good.record()));
      } else if (decoding instanceof Decoding.Undecodable bad) {
        outcomes.add(bad.rejected());
      }
    }
    return outcomes;
  }
}
