package com.k2.marketdata.damage;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.damage.Damage.Expected;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of damages: what {@code k2 verify} and {@code k2 verify --contents} say about each. The
 * lake is built once by K2 and restored from a copy before each damage.
 */
class DamagesIT {
  @TempDir private static Path folder;
  private static LocalKafka kafka;
  private static HealthyLake healthy;

  @BeforeAll
  static void build() {
    kafka = LocalKafka.start();
    healthy = HealthyLake.build(folder, kafka);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  static Stream<Damage> damages() {
    return Stream.of(
            SilverDamages.all(),
            BronzeDamages.all(),
            DeadLetterDamages.all(),
            FileDamages.all(),
            TableDamages.all())
        .flatMap(List::stream);
  }

  @Test
  void healthyLakeIsClean() {
    healthy.restore();
    requires(Damage.clean(), verify("binance"));
    requires(Damage.clean(), verify("kraken"));
    requires(Damage.clean(), verify("binance", "--contents"));
    requires(Damage.clean(), verify("kraken", "--contents"));
  }

  /** With contents, everything is found that is found without. */
  @Tag("long")
  @ParameterizedTest
  @MethodSource("damages")
  void damageIsFound(Damage damage) throws Exception {
    damage.action().apply(healthy.restore());
    if (!damage.isFoundByVerify()) {
      requires(damage.verify(), verify(damage.exchange()));
    }
    requires(damage.contents(), verify(damage.exchange(), "--contents"));
  }

  static Stream<Damage> damagesFoundByVerify() {
    return damages().filter(Damage::isFoundByVerify);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("damagesFoundByVerify")
  void damageIsFoundWithoutContents(Damage damage) throws Exception {
    damage.action().apply(healthy.restore());
    requires(damage.verify(), verify(damage.exchange()));
  }

  private static K2Run verify(String exchange, String... options) {
    return K2Run.of(
        Stream.concat(
                Stream.of(
                    "verify",
                    "--exchange=" + exchange,
                    "--format=json",
                    "--runner=DirectRunner",
                    "--state=" + healthy.alias(),
                    "--bootstrap=" + kafka.bootstrap()),
                Stream.of(options))
            .toList());
  }

  private static void requires(Expected expected, K2Run run) {
    String said = (run.out() + run.err()).replaceAll("\\s+", " ");
    assertThat(run.exitCode()).as(said).isEqualTo(expected.exitCode());
    assertThat(expected.texts()).allSatisfy(text -> assertThat(said).contains(text));
  }
}
