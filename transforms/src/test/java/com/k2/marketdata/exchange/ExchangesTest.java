package com.k2.marketdata.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.trade.TradeRules;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangesTest {

  @Test
  void areFoundByName() {
    for (Exchange exchange : Exchanges.all()) {
      assertThat(Exchanges.named(exchange.name())).isSameAs(exchange);
      assertThat(exchange.topic()).isEqualTo("market.crypto.trades." + exchange.name() + ".raw");
      assertThat(exchange.silverTable()).isEqualTo("silver_" + exchange.name() + "_trades");
    }
  }

  @Test
  void unknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> Exchanges.named("Binance"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'Binance'")
        .hasMessageContaining("binance, kraken");
  }

  @Test
  void twoExchangesOfOneNameAreRefused() {
    Exchange copy = named("binance");
    assertThatThrownBy(
            () -> NamedServices.byName(List.of(new Binance(), copy), Exchanges::checkedName))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Two classes are registered for the exchange 'binance'")
        .hasMessageContaining(Binance.class.getName())
        .hasMessageContaining(copy.getClass().getName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Binance", "1inch", "my-exchange", "my exchange", "a.b"})
  void namesUnfitForTablesAreRefused(String name) {
    assertThatThrownBy(() -> Exchanges.checkedName(named(name)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has the name '" + name + "'");
  }

  @Test
  void negativeLimitsAreRefused() {
    assertThatThrownBy(() -> RuleSettings.DEFAULTS.withMaxAge(Duration.ofDays(-1)))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> RuleSettings.DEFAULTS.withFutureTolerance(Duration.ofDays(-1)))
        .isInstanceOf(UsageException.class);
  }

  private static Exchange named(String name) {
    return new Exchange() {
      private static final long serialVersionUID = 1L;

      @Override
      public String name() {
        return name;
      }

      @Override
      public Schema rawSchema() {
        throw new UnsupportedOperationException();
      }

      @Override
      public TradeRules rules(RuleSettings settings) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
