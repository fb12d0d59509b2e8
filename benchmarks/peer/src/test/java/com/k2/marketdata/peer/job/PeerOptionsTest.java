package com.k2.marketdata.peer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerOptionsTest {
  @Test
  void defaultsAreTheFastestSettings() {
    PeerOptions options = PeerOptions.parse("--work=/w");
    assertThat(options.exchange()).isEqualTo("binance");
    assertThat(options.topic()).isEqualTo("market.crypto.trades.binance.raw");
    assertThat(options.work()).isEqualTo(Path.of("/w"));
    assertThat(options.master()).isEqualTo("local[2]");
    assertThat(options.commitEvery()).isZero();
    assertThat(options.distribution()).isEqualTo("none");
    assertThat(options.mode()).isEqualTo(SilverMode.TWO);
    assertThat(options.bronzeTable()).isEqualTo("bronze_binance_trades");
    assertThat(options.silverTable()).isEqualTo("silver_binance_trades");
    assertThat(options.deadLetterTable()).isEqualTo("silver_binance_trades_dlq");
    assertThat(options.threads()).isEqualTo(2);
    assertThat(options.step()).isEqualTo(FloorStep.BRONZE);
  }

  @Test
  void parsesAllOptions() {
    PeerOptions options =
        PeerOptions.parse(
            "--work=/w/../v",
            "--exchange=kraken",
            "--bootstrapServers=localhost:9092",
            "--master=local[4]",
            "--commitEvery=500000",
            "--distribution=default",
            "--mode=each-cached",
            "--step=silver-from-bronze",
            "--threads=1",
            "--silverTable=other",
            "--expectRecords=10",
            "--expectValid=9");
    assertThat(options.work()).isEqualTo(Path.of("/v"));
    assertThat(options.topic()).isEqualTo("market.crypto.trades.kraken.raw");
    assertThat(options.requiredServers()).isEqualTo("localhost:9092");
    assertThat(options.master()).isEqualTo("local[4]");
    assertThat(options.commitEvery()).isEqualTo(500_000);
    assertThat(options.distribution()).isEqualTo("default");
    assertThat(options.mode()).isEqualTo(SilverMode.EACH_CACHED);
    assertThat(options.step()).isEqualTo(FloorStep.SILVER_FROM_BRONZE);
    assertThat(options.threads()).isEqualTo(1);
    assertThat(options.bronzeTable()).isEqualTo("bronze_kraken_trades");
    assertThat(options.deadLetterTable()).isEqualTo("other_dlq");
    assertThat(options.requiredRecords()).isEqualTo(10);
    assertThat(options.requiredValid()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "work=/w",
        "--work",
        "--work=",
        "--unknown=1",
        "--exchange=other",
        "--commitEvery=many",
        "--distribution=hash",
        "--mode=TWO",
        "--step=nothing",
        "--bronzeTable=../up"
      })
  void refusesInvalidOptions(String arg) {
    assertThatIllegalArgumentException().isThrownBy(() -> PeerOptions.parse("--work=/w", arg));
  }

  @Test
  void requiredOptionsMustBeSet() {
    assertThatIllegalArgumentException().isThrownBy(PeerOptions::parse);
    PeerOptions options = PeerOptions.parse("--work=/w");
    assertThatIllegalArgumentException().isThrownBy(options::requiredRecords);
    assertThatIllegalArgumentException().isThrownBy(options::requiredValid);
    assertThatIllegalArgumentException().isThrownBy(options::requiredServers);
  }
}
