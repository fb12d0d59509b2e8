package com.k2.marketdata.operate.mend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.operate.offsets.Offsets;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterLedgerTest {
  private static final Ledger SILVER =
      Ledger.starting(new TopicIdentity("cluster", "topic", "id"), "c0", 1, Map.of(0, 0L))
          .advancedTo("c2", 2, Map.of(0, 10L))
          .withIntent(new DeadLetterIntent("c2", "c1", "list", 2));
  private static final Offsets TRADES = Offsets.range(0, 4).plus(Offsets.range(5, 8));

  @Test
  void completeDeadLettersAreInStep() {
    assertThat(rebuilt(Offsets.range(4, 5).plus(Offsets.range(8, 10))))
        .isEqualTo(new DeadLetterLedger.Rebuilt(SILVER.forDeadLetters(), Optional.empty()));
  }

  @Test
  void newestDeadLettersMayBePending() {
    DeadLetterLedger.Rebuilt rebuilt = rebuilt(Offsets.range(4, 5), table(Offsets.range(8, 10)));

    assertThat(rebuilt.ledger().cycle()).isEqualTo("c1");
    assertThat(rebuilt.ledger().next()).containsEntry(0, 8L);
    assertThat(rebuilt.note().orElseThrow()).contains("cycle c2", "offsets 8 to 9 of partition 0");
  }

  /** The cycle's dead letters are 4 and 9; one of silver's rows and one of them are missing. */
  @Test
  void asManyOtherMissingRowsAreRefused() {
    assertThatThrownBy(
            () -> rebuilt(Offsets.range(9, 10), table(Offsets.range(4, 5).plus(range(9)))))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("which are offsets 4, 9 of partition 0")
        .hasMessageContaining("Missing: offsets 4, 8 of partition 0");
  }

  @Test
  void missingRowsWithoutFilesAreRefused() {
    assertThatThrownBy(() -> rebuilt(Offsets.range(4, 5)))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("their files are lost")
        .hasMessageContaining("Missing: offsets 8 to 9 of partition 0");
  }

  @Test
  void deadLettersAboveSilverAreAhead() {
    DeadLetterLedger.Rebuilt rebuilt = rebuilt(Offsets.range(4, 5).plus(Offsets.range(8, 13)));

    assertThat(rebuilt.ledger().cycle()).isEqualTo("mend-1");
    assertThat(rebuilt.ledger().next()).containsEntry(0, 13L);
    assertThat(rebuilt.note().orElseThrow()).contains("{0=13}");
  }

  @Test
  void otherMissingDeadLettersAreRefused() {
    assertThatThrownBy(() -> rebuilt(Offsets.range(8, 10), table(Offsets.range(8, 10))))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("Missing: offsets 4 of partition 0");
  }

  private static Offsets range(long offset) {
    return Offsets.range(offset, offset + 1);
  }

  /** If the files that silver has recorded are lost. */
  private static DeadLetterLedger.Rebuilt rebuilt(Offsets deadLetters) {
    return rebuilt(deadLetters, null);
  }

  private static DeadLetterLedger.Rebuilt rebuilt(
      Offsets deadLetters, @Nullable TableOffsets files) {
    return new DeadLetterLedger(
            SILVER,
            table(deadLetters),
            table(TRADES),
            (partition, offsets) -> Offsets.NONE,
            intent -> Optional.ofNullable(files))
        .of("silver_dlq_trades", "mend-1");
  }

  private static TableOffsets table(Offsets offsets) {
    return new TableOffsets(
        offsets.count(),
        new TreeMap<>(Map.of("id", new TreeMap<>(Map.of(0, offsets)))),
        new TreeMap<>());
  }
}
