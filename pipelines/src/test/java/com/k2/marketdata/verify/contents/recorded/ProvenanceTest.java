package com.k2.marketdata.verify.contents.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.ledger.JudgedBy;
import com.k2.marketdata.verify.judge.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final PartitionId ZERO = new PartitionId("id", 0);
  private static final PartitionId ONE = new PartitionId("id", 1);

  @Test
  void theNewestEntryBelowAnOffsetDecides() {
    Provenance judged =
        Provenance.of(
            List.of(
                entry("id", "rules", "1", Map.of(0, 10L)),
                entry("id", "others", "2", Map.of(0, 20L, 1, 5L)),
                entry("id", "rules", "2", Map.of(0, 30L, 1, 5L))),
            new TodaysRules(null, "rules", "2", ""));

    assertThat(judged.sameRules(ZERO, 9)).isFalse();
    assertThat(judged.sameRules(ZERO, 10)).isTrue();
    assertThat(judged.sameVersion(ZERO, 19)).isFalse();
    assertThat(judged.sameRules(ZERO, 20)).isFalse();
    assertThat(judged.sameVersion(ZERO, 20)).isTrue();
    assertThat(judged.sameRules(ZERO, 30)).isTrue();
    assertThat(judged.sameRules(ONE, 5)).isTrue();
    assertThat(judged.sameVersion(ONE, 4)).isFalse();
    assertThat(judged.sameRules(new PartitionId("other", 0), 30)).isFalse();
  }

  private static JudgedBy entry(
      String topicId, String rules, String version, Map<Integer, Long> from) {
    return new JudgedBy(topicId, new TreeMap<>(from), rules, version);
  }
}
