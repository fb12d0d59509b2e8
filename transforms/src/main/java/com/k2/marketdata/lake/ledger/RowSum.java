package com.k2.marketdata.lake.ledger;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.io.Serializable;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sum of the hashes of the rows that bronze wrote of one topic, by {@link
 * com.k2.marketdata.message.MessageHash}. A sum does not depend on the order of the rows or on the
 * files that contain them.
 *
 * @param from the offset from which rows are counted, per partition; a partition that is missing is
 *     counted from 0
 * @param sum modulo 2^64; stored as 16 hexadecimal digits
 */
public record RowSum(
    SortedMap<Integer, Long> from,
    @JsonSerialize(converter = ToHex.class) @JsonDeserialize(converter = FromHex.class) long sum)
    implements Serializable {

  /** The sum of no rows, from the beginning of every partition. */
  static final RowSum NONE = new RowSum(new TreeMap<>(), 0);

  public RowSum {
    from = Collections.unmodifiableSortedMap(new TreeMap<>(from));
  }

  /** Whether the row at an offset is counted. */
  public boolean counts(int partition, long offset) {
    return offset >= from.getOrDefault(partition, 0L);
  }

  /** The sum as it is stored. */
  public String hex() {
    return HexFormat.of().toHexDigits(sum);
  }

  /**
   * This sum with more rows.
   *
   * @param positions where partitions begin that have not been counted yet
   * @param rows the sum of the hashes of the rows
   */
  RowSum plus(Map<Integer, Long> positions, long rows) {
    SortedMap<Integer, Long> begin = new TreeMap<>(positions);
    begin.putAll(from);
    return new RowSum(begin, sum + rows);
  }

  static final class ToHex extends StdConverter<Long, String> {
    @Override
    public String convert(Long sum) {
      return HexFormat.of().toHexDigits(sum);
    }
  }

  static final class FromHex extends StdConverter<String, Long> {
    @Override
    public Long convert(String digits) {
      return HexFormat.fromHexDigitsToLong(digits);
    }
  }
}
