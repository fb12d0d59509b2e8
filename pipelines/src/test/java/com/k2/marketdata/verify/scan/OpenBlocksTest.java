package com.k2.marketdata.verify.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.BlockKey.Axis;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class OpenBlocksTest {

  /** Merged pieces have all numbers and all duplicates, however few blocks may be open. */
  @Property(tries = 200)
  void mergedPiecesHaveAllNumbersAndDuplicates(
      @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 300) Long> numbers,
      @ForAll @IntRange(min = 1, max = 4) int maxOpen) {
    Map<BlockKey, Block> sums = new HashMap<>();
    OpenBlocks open =
        new OpenBlocks(
            Axis.KAFKA_OFFSETS,
            TableRole.SILVER,
            maxOpen,
            (key, piece) -> sums.computeIfAbsent(key, any -> new Block()).add(piece));
    TreeSet<Long> once = new TreeSet<>();
    TreeSet<Long> twice = new TreeSet<>();
    for (long number : numbers) {
      long offset = number * 5_000;
      open.add("t", (int) number % 2, offset);
      if (!once.add(offset)) {
        twice.add(offset);
      }
    }
    open.flush();

    TreeSet<Long> present = new TreeSet<>();
    TreeSet<Long> repeated = new TreeSet<>();
    long rows = 0;
    for (Map.Entry<BlockKey, Block> sum : sums.entrySet()) {
      long begin = sum.getKey().number() * Block.SIZE;
      OffsetSet set = sum.getValue().of(TableRole.SILVER);
      set.present().forEach((int offset) -> present.add(begin + offset));
      set.repeated().forEach((int offset) -> repeated.add(begin + offset));
      rows += set.rows();
    }
    assertThat(present).isEqualTo(once);
    assertThat(repeated).isEqualTo(twice);
    assertThat(rows).isEqualTo(numbers.size());
  }

  @Test
  void keysAreEncodedDeterministically() throws Exception {
    BlockKey key = new BlockKey(Axis.TRADE_IDS, "BTCUSDT", 0, 1L << 40);
    CoderProperties.coderDecodeEncodeEqual(new BlockKey.KeyCoder(), key);
    CoderProperties.coderDeterministic(
        new BlockKey.KeyCoder(), key, new BlockKey(Axis.TRADE_IDS, "BTCUSDT", 0, 1L << 40));
  }

  @Test
  void onlyIdsWithAPlainNumberHaveOne() {
    assertThat(TradeIds.number("BINANCE-123456789012345678")).hasValue(123456789012345678L);
    assertThat(TradeIds.number("KRAKEN-1700000000.123456-0-17")).isEmpty();
    assertThat(TradeIds.number("BINANCE-1700000000123-0-17")).isEmpty();
    // Rows of earlier versions.
    assertThat(TradeIds.number("BINANCE--1")).isEmpty();
    assertThat(TradeIds.number("BINANCE-0")).hasValue(0);
    assertThat(TradeIds.number("BINANCE-")).isEmpty();
    assertThat(TradeIds.number("17")).isEmpty();
    assertThat(TradeIds.number("BINANCE-1234567890123456789")).isEmpty();
  }
}
