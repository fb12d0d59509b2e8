package com.k2.marketdata.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.verify.judge.ClaimedOffsets;
import com.k2.marketdata.verify.judge.LedgerClaims;
import com.k2.marketdata.verify.judge.PartitionClaim;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.PinnedLake;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;

class KafkaCheckTest {
  private static final PinnedLake LAKE =
      new PinnedLake(Exchanges.named("binance"), ByRole.none(), List.of());

  @Test
  void aPositionAboveKafkasEndIsNamed() {
    assertThat(check(101, 100L))
        .singleElement()
        .asString()
        .contains("bronze_binance_trades is at offset 101 of trades-3", "ends at offset 100");
  }

  @Test
  void aPositionAtTheEndIsRight() {
    assertThat(check(100, 100L)).isEmpty();
  }

  @Test
  void withoutKafkaNothingIsCompared() {
    assertThat(check(101, null)).isEmpty();
  }

  private static List<String> check(long next, @Nullable Long kafkaEnd) {
    PartitionId id = new PartitionId("id", 3);
    ClaimedOffsets bronze = new ClaimedOffsets(0, next, List.of());
    PartitionClaim claim = new PartitionClaim(id, "trades", bronze, null, Long.MAX_VALUE, kafkaEnd);
    return KafkaCheck.of(LAKE, new LedgerClaims(new TreeMap<>(Map.of(id, claim)), new TreeMap<>()));
  }
}
