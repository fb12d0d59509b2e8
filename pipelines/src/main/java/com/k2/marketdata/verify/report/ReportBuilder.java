package com.k2.marketdata.verify.report;

import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.judge.ClaimedOffsets;
import com.k2.marketdata.verify.judge.Counts;
import com.k2.marketdata.verify.judge.Finding;
import com.k2.marketdata.verify.judge.FindingKind;
import com.k2.marketdata.verify.judge.LedgerClaims;
import com.k2.marketdata.verify.judge.PartitionClaim;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.judge.Verdict;
import com.k2.marketdata.verify.report.VerifyReport.ExchangeReport;
import com.k2.marketdata.verify.report.VerifyReport.PartitionReport;
import com.k2.marketdata.verify.scan.FileFault;
import com.k2.marketdata.verify.scan.PinnedLake;
import com.k2.marketdata.verify.scan.PinnedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Builds an exchange's part of the report from the verdict. */
public final class ReportBuilder {
  private final PinnedLake lake;
  private final LedgerClaims claims;
  private final Verdict verdict;

  private ReportBuilder(PinnedLake lake, LedgerClaims claims, Verdict verdict) {
    this.lake = lake;
    this.claims = claims;
    this.verdict = verdict;
  }

  /**
   * Builds the report.
   *
   * @param contents null if contents were not compared
   */
  public static ExchangeReport of(
      PinnedLake lake, LedgerClaims claims, Verdict verdict, @Nullable ContentReport contents) {
    ReportBuilder report = new ReportBuilder(lake, claims, verdict);
    return new ExchangeReport(
        lake.exchange().name(),
        report.snapshots(),
        claims.kafka(),
        report.partitions(),
        verdict.equalTradeIds(),
        verdict.replayed(),
        verdict.offsets(),
        report.findings(),
        report.files(),
        SkippedOffsets.of(lake),
        report.disagreements(),
        report.notes(),
        contents);
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

  private List<PartitionReport> partitions() {
    SortedMap<Verdict.Line, Counts> lines = new TreeMap<>();
    for (PartitionClaim claim : claims.partitions().values()) {
      for (TableRole role : TableRole.values()) {
        if (role == TableRole.BRONZE ? claim.bronze() != null : claim.silver() != null) {
          lines.put(new Verdict.Line(claim.id(), role), Counts.NONE);
        }
      }
    }
    verdict.lines().forEach((line, counts) -> lines.merge(line, counts, Counts::plus));
    List<PartitionReport> partitions = new ArrayList<>();
    lines.forEach((line, counts) -> partitions.add(partition(line, counts)));
    return partitions;
  }

  private PartitionReport partition(Verdict.Line line, Counts counts) {
    PartitionClaim claim = claim(line.partition());
    ClaimedOffsets claimed =
        switch (line.table()) {
          case BRONZE -> claim.bronze();
          case SILVER -> claim.silver();
          case DEAD_LETTERS -> null;
        };
    Long deadLettersEnd =
        line.table() == TableRole.DEAD_LETTERS && claim.deadLettersEnd() != Long.MAX_VALUE
            ? claim.deadLettersEnd()
            : null;
    return new PartitionReport(
        lake.name(line.table()),
        claim.topic(),
        line.partition().topicId(),
        line.partition().number(),
        claimed == null ? null : claimed.first(),
        claimed == null ? deadLettersEnd : (Long) claimed.next(),
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

  private List<VerifyReport.FileReport> files() {
    List<VerifyReport.FileReport> files = new ArrayList<>();
    for (FileFault file : verdict.files()) {
      String table = lake.name(file.table());
      files.add(
          new VerifyReport.FileReport(
              file.kind(),
              table,
              file.path(),
              file.rows(),
              String.format(
                  "%s: file %s %s. It should have %s.",
                  table, file.path(), file.problem(), file.rows())));
    }
    return files;
  }

  private List<String> disagreements() {
    List<String> all = new ArrayList<>(LedgerCheck.of(lake));
    all.addAll(KafkaCheck.of(lake, claims));
    return all;
  }

  private VerifyReport.Range range(Finding finding) {
    String table = lake.name(finding.table());
    PartitionId partition = finding.partition();
    String topicName = claim(partition).topic();
    String topic = topicName.isEmpty() ? partition.topicId() : topicName;
    long last = finding.to() - 1;
    String sentence =
        String.format(
            "%s-%d, %s: %s.",
            topic,
            partition.number(),
            finding.from() == last
                ? "offset " + last
                : String.format(
                    "offsets %d to %d (%d)", finding.from(), last, finding.to() - finding.from()),
            finding.kind().what(table));
    return new VerifyReport.Range(
        finding.kind(),
        table,
        topicName,
        partition.topicId(),
        partition.number(),
        finding.from(),
        finding.to(),
        sentence);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (verdict.hasMoreFiles()) {
      notes.add("More files have faults than are listed. Restore these files, then verify again.");
    }
    for (String topic : lake.topics()) {
      DeadLetterState state = lake.deadLetterState(topic).orElse(null);
      if (state == DeadLetterState.PENDING && lake.lostDeadLetters(topic).isEmpty()) {
        notes.add(
            "The dead letters of silver's newest cycle had not been appended to their table yet;"
                + " they were read from their files.");
      } else if (state == DeadLetterState.AHEAD) {
        notes.add(
            "Dead letters are ahead of silver: either a pipeline is running, or silver was rolled"
                + " back and the next run removes them. Those at or above silver's position were"
                + " not checked.");
      }
    }
    TreeSet<String> unclaimed = new TreeSet<>();
    for (Verdict.Line line : verdict.lines().keySet()) {
      if (!claims.partitions().containsKey(line.partition())) {
        unclaimed.add(line.partition().topicId());
      }
    }
    for (String topicId : unclaimed) {
      notes.add(
          "Some rows are of topic id "
              + topicId
              + ", in which no table has a position; the topic has probably been recreated. These"
              + " rows were checked for duplicates only.");
    }
    return notes;
  }

  private PartitionClaim claim(PartitionId id) {
    return claims.partitions().getOrDefault(id, PartitionClaim.unknown(id));
  }
}
