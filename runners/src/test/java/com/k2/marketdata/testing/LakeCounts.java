package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.sql.RowSink;
import com.k2.marketdata.sql.SqlSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one query of {@code k2 sql} counts in the tables of a {@link Market}, whose messages have
 * the offsets from 0 on. The tables are read one after the other, so they may be of different
 * cycles. In each partition, an offset counts as complete if every table has it or a later one.
 *
 * @param bronze all rows
 * @param silver all rows
 * @param deadLetters all rows
 * @param replayed silver's rows that were replayed
 * @param complete how many offsets are complete
 * @param read bronze's rows with a complete offset
 * @param distinctRead how many offsets they have
 * @param judged the rows of silver and the dead letters with a complete offset, other than replayed
 *     ones
 * @param distinctJudged how many offsets they have
 * @param unknown replayed rows without a dead letter
 */
public record LakeCounts(
    long bronze,
    long silver,
    long deadLetters,
    long replayed,
    long complete,
    long read,
    long distinctRead,
    long judged,
    long distinctJudged,
    long unknown) {

  private static final String QUERY =
      """
      WITH
        b AS (SELECT "partition" AS p, "offset" AS o FROM bronze_binance_trades),
        s AS (SELECT kafka_partition AS p, kafka_offset AS o, replay_id FROM silver_binance_trades),
        d AS (SELECT kafka_partition AS p, kafka_offset AS o FROM silver_dlq_trades),
        judged AS (SELECT p, o FROM s WHERE replay_id IS NULL UNION ALL SELECT p, o FROM d),
        top AS (
          SELECT p, least(b.o, s.o, d.o) AS t
          FROM (SELECT p, max(o) AS o FROM b GROUP BY p) b
          JOIN (SELECT p, max(o) AS o FROM s WHERE replay_id IS NULL GROUP BY p) s USING (p)
          JOIN (SELECT p, max(o) AS o FROM d GROUP BY p) d USING (p))
      SELECT
        (SELECT count(*) FROM b),
        (SELECT count(*) FROM s),
        (SELECT count(*) FROM d),
        (SELECT count(*) FROM s WHERE replay_id IS NOT NULL),
        (SELECT sum(t + 1)::BIGINT FROM top),
        (SELECT count(*) FROM b JOIN top USING (p) WHERE o <= t),
        (SELECT count(DISTINCT (p, o)) FROM b JOIN top USING (p) WHERE o <= t),
        (SELECT count(*) FROM judged JOIN top USING (p) WHERE o <= t),
        (SELECT count(DISTINCT (p, o)) FROM judged JOIN top USING (p) WHERE o <= t),
        (SELECT count(*) FROM s WHERE replay_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM d WHERE d.p = s.p AND d.o = s.o))
      """;

  /** Reads the tables of a state folder. */
  public static LakeCounts of(Path state) {
    List<Long> counts = new ArrayList<>();
    try (SqlSession session = SqlSession.open(LocalCatalog.in(state, "market_data"), note -> {})) {
      session.query(QUERY, new OneRow(counts));
    }
    return new LakeCounts(
        counts.get(0),
        counts.get(1),
        counts.get(2),
        counts.get(3),
        counts.get(4),
        counts.get(5),
        counts.get(6),
        counts.get(7),
        counts.get(8),
        counts.get(9));
  }

  /**
   * Requires that nothing is missing, nothing is twice, and nothing was there before and is not
   * now.
   */
  public void requireCorrectAfter(LakeCounts before) {
    assertThat(read).as("bronze: %s", this).isEqualTo(complete).isEqualTo(distinctRead);
    assertThat(judged).as("judged: %s", this).isEqualTo(complete).isEqualTo(distinctJudged);
    assertThat(unknown).as("replayed: %s", this).isZero();
    assertThat(bronze).as("after %s", before).isGreaterThanOrEqualTo(before.bronze);
    assertThat(silver).as("after %s", before).isGreaterThanOrEqualTo(before.silver);
    assertThat(deadLetters).as("after %s", before).isGreaterThanOrEqualTo(before.deadLetters);
    assertThat(replayed).as("after %s", before).isGreaterThanOrEqualTo(before.replayed);
  }

  private record OneRow(List<Long> counts) implements RowSink {
    @Override
    public void begin(List<Column> columns) {}

    @Override
    public boolean row(List<Object> values) {
      values.forEach(value -> counts.add(((Number) value).longValue()));
      return true;
    }

    @Override
    public void end() {}
  }
}
