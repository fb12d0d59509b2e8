package com.k2.marketdata.verify.report;

import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.judge.Claims;
import com.k2.marketdata.verify.judge.Counts;
import com.k2.marketdata.verify.judge.Finding;
import com.k2.marketdata.verify.judge.FindingKind;
import com.k2.marketdata.verify.judge.Series;
import com.k2.marketdata.verify.judge.Span;
import com.k2.marketdata.verify.judge.Verdict;
import com.k2.marketdata.verify.report.VerifyReport.OfExchange;
import com.k2.marketdata.verify.report.VerifyReport.OfPartition;
import com.k2.marketdata.verify.scan.PinnedLake;
import com.k2.marketdata.verify.scan.PinnedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts an exchange's part of the verdict into words. */
public final class ReportBuilder {
  private final PinnedLake lake;
  private final Claims claims;
  private final Verdict verdict;

  private ReportBuilder(PinnedLake lake, Claims claims, Verdict verdict) {
    this.lake = lake;
    this.claims = claims;
    this.verdict = verdict;
  }

  public static OfExchange of(PinnedLake lake, Claims claims, Verdict verdict) {
    ReportBuilder report = new ReportBuilder(lake, claims, verdict);
    return new OfExchange(
        lake.exchange().name(),
        report.snapshots(),
        claims.kafka(),
        report.partitions(),
        verdict.equalTradeIds(),
        verdict.offsets(),
        report.findings(),
        LedgerCheck.of(lake),
        report.notes());
  }

  private Map<String, String> snapshots() {
    Map<String, String> snapshots = new TreeMap<>();
    for (PinnedTable table : lake.tables().values()) {
      if (table.snapshot() != null) {
        snapshots.put(table.name(), table.snapshot().toString());
      }
    }
    return snapshots;
  }

  private List<OfPartition> partitions() {
    SortedMap<Verdict.Line, Counts> lines = new TreeMap<>();
    for (Series series : claims.series().values()) {
      for (TableRole role : TableRole.values()) {
        if (role == TableRole.BRONZE ? series.bronze() != null : series.silver() != null) {
          lines.put(new Verdict.Line(series.id(), role), Counts.NONE);
        }
      }
    }
    verdict.lines().forEach((line, counts) -> lines.merge(line, counts, Counts::plus));
    List<OfPartition> partitions = new ArrayList<>();
    lines.forEach((line, counts) -> partitions.add(partition(line, counts)));
    return partitions;
  }

  private OfPartition partition(Verdict.Line line, Counts counts) {
    Series series = series(line.series());
    Span span =
        switch (line.table()) {
          case BRONZE -> series.bronze();
          case SILVER -> series.silver();
          case DEAD_LETTERS -> null;
        };
    Long deadLettersEnd =
        line.table() == TableRole.DEAD_LETTERS && series.deadLettersEnd() != Long.MAX_VALUE
            ? series.deadLettersEnd()
            : null;
    return new OfPartition(
        lake.name(line.table()),
        series.topic(),
        line.series().topicId(),
        line.series().partition(),
        span == null ? null : span.first(),
        span == null ? deadLettersEnd : (Long) span.next(),
        counts);
  }

  private List<VerifyReport.Range> findings() {
    List<VerifyReport.Range> ranges = new ArrayList<>();
    for (FindingKind kind : FindingKind.values()) {
      for (Finding finding : verdict.ranges(kind)) {
        ranges.add(range(finding));
      }
    }
    return ranges;
  }

  private VerifyReport.Range range(Finding finding) {
    String table = lake.name(finding.table());
    Series series = series(finding.series());
    String topic = series.topic().isEmpty() ? finding.series().topicId() : series.topic();
    long last = finding.to() - 1;
    String sentence =
        String.format(
            "%s-%d, %s %s.",
            topic,
            finding.series().partition(),
            finding.from() == last
                ? "offset " + last
                : String.format(
                    "offsets %d to %d (%d)", finding.from(), last, finding.to() - finding.from()),
            finding.kind().what(table));
    return new VerifyReport.Range(
        finding.kind(),
        table,
        series.topic(),
        finding.series().topicId(),
        finding.series().partition(),
        finding.from(),
        finding.to(),
        sentence);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (String topic : lake.topics()) {
      DeadLetterState state = lake.deadLetterState(topic).orElse(null);
      if (state == DeadLetterState.PENDING) {
        notes.add(
            "The dead letters of silver's newest cycle were still to be appended; they were"
                + " counted from their files.");
      } else if (state == DeadLetterState.AHEAD) {
        notes.add(
            "Dead letters are ahead of silver: a pipeline is running, or silver went back and the"
                + " next start removes them. Those at or above silver's position were not judged.");
      }
    }
    TreeSet<String> old = new TreeSet<>();
    for (Verdict.Line line : verdict.lines().keySet()) {
      if (!claims.series().containsKey(line.series())) {
        old.add(line.series().topicId());
      }
    }
    for (String topicId : old) {
      notes.add(
          "There are rows of topic id "
              + topicId
              + ", in which no table has a position, as of a topic that was made anew since: only"
              + " that nothing is there twice was verified of them.");
    }
    return notes;
  }

  private Series series(Series.Id id) {
    return claims.series().getOrDefault(id, Series.unknown(id));
  }
}
