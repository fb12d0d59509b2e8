package com.k2.marketdata.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.verify.report.VerifyReport.SkippedReport;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SkippedOffsetsTest {
  @Property
  void everyOffsetCountsOnce(@ForAll("ranges") List<SkippedReport> ranges) {
    Set<List<Object>> offsets = new HashSet<>();
    for (SkippedReport range : ranges) {
      LongStream.range(range.from(), range.to())
          .forEach(
              offset -> offsets.add(Arrays.asList(range.topicId(), range.partition(), offset)));
    }
    assertThat(SkippedOffsets.count(ranges)).isEqualTo(offsets.size());
  }

  @Provide
  Arbitrary<List<SkippedReport>> ranges() {
    return Combinators.combine(
            Arbitraries.of("bronze", "silver"),
            Arbitraries.of("old", "new"),
            Arbitraries.integers().between(0, 1),
            Arbitraries.longs().between(0, 20),
            Arbitraries.longs().between(0, 10))
        .as(
            (table, topicId, partition, from, length) ->
                new SkippedReport(table, "t", topicId, partition, from, from + length, "why"))
        .list()
        .ofMaxSize(8);
  }
}
