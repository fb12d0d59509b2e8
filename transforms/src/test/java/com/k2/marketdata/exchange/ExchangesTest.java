package com.k2.marketdata.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Exchanges.named("Binance"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'Binance'")
        .hasMessageContaining("binance, kraken");
  }

  @Test
  void negativeLimitsAreRefused() {
    assertThatThrownBy(() -> RuleSettings.DEFAULTS.withMaxAge(Duration.ofDays(-1)))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> RuleSettings.DEFAULTS.withFutureTolerance(Duration.ofDays(-1)))
        .isInstanceOf(UsageException.class);
  }
}
