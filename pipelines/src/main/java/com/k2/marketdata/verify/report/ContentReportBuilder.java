package com.k2.marketdata.verify.report;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.contents.CompareContents;
import com.k2.marketdata.verify.contents.finding.ContentFinding;
import com.k2.marketdata.verify.contents.finding.ContentKind;
import com.k2.marketdata.verify.contents.finding.ContentVerdict;
import com.k2.marketdata.verify.contents.finding.Difference;
import com.k2.marketdata.verify.contents.recorded.SumCheck;
import com.k2.marketdata.verify.judge.LedgerClaims;
import com.k2.marketdata.verify.judge.PartitionClaim;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.report.ContentReport.RowReport;
import com.k2.marketdata.verify.row.RowFault;
import com.k2.marketdata.verify.scan.PinnedLake;
import com.k2.marketdata.verify.scan.PinnedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types;

/** Builds the report of an exchange's contents from the verdict. */
public final class ContentReportBuilder {
  private final PinnedLake lake;
  private final LedgerClaims claims;
  private final ContentVerdict verdict;
  private final CompareContents comparison;

  private ContentReportBuilder(
      PinnedLake lake, LedgerClaims claims, ContentVerdict verdict, CompareContents comparison) {
    this.lake = lake;
    this.claims = claims;
    this.verdict = verdict;
    this.comparison = comparison;
  }

  /**
   * Builds the report.
   *
   * @param comparison the comparison that the verdict is of
   */
  public static ContentReport of(
      PinnedLake lake, LedgerClaims claims, ContentVerdict verdict, CompareContents comparison) {
    ContentReportBuilder report = new ContentReportBuilder(lake, claims, verdict, comparison);
    return new ContentReport(
        verdict.bronzeRows(),
        verdict.outcomeRows(),
        verdict.kafkaRows(),
        verdict.rows(),
        report.findings(),
        verdict.faultyRows(),
        verdict.rowFaults().stream().map(report::sentence).toList(),
        report.sums(),
        report.notes());
  }

  private List<String> sums() {
    return isBronzeRead()
        ? SumCheck.of(comparison.sums(), verdict).stream()
            .map(sentence -> lake.name(TableRole.BRONZE) + ": " + sentence)
            .toList()
        : List.of();
  }

  /** Whether all files of bronze could be read; otherwise their sums say nothing. */
  private boolean isBronzeRead() {
    return comparison.isBronzeComplete() && !verdict.bronzeIncomplete();
  }

  private List<RowReport> findings() {
    List<RowReport> rows = new ArrayList<>();
    for (ContentKind kind : ContentKind.values()) {
      for (ContentFinding finding : verdict.findings(kind)) {
        PartitionId partition = finding.partition();
        rows.add(
            new RowReport(
                kind,
                lake.name(finding.table()),
                claim(partition).topic(),
                partition.topicId(),
                partition.number(),
                finding.offset(),
                finding.differences(),
                sentence(finding)));
      }
    }
    return rows;
  }

  private String sentence(ContentFinding finding) {
    String differences =
        finding.differences().stream()
            .map(ContentReportBuilder::sentence)
            .collect(Collectors.joining("; "));
    return String.format(
        "%s, %s, offset %d: the row %s. %s.",
        lake.name(finding.table()),
        partition(finding.partition()),
        finding.offset(),
        finding.kind().what(),
        differences);
  }

  private static String sentence(Difference difference) {
    return difference.column() + " is " + difference.found() + ", not " + difference.expected();
  }

  private String sentence(RowFault fault) {
    return String.format(
        "%s, %s, offset %d%s, in file %s: %s is %s, not %s.",
        lake.name(fault.table()),
        partition(new PartitionId(fault.topicId(), fault.partition())),
        fault.offset(),
        fault.rows() == 1 ? "" : String.format(" and %,d other rows", fault.rows() - 1),
        fault.path(),
        fault.column(),
        fault.found(),
        fault.expected());
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Map.Entry<TableRole, PinnedTable> table : lake.tables().byRole().entrySet()) {
      List<String> added =
          table.getValue().table().schema().columns().stream()
              .map(Types.NestedField::name)
              .filter(
                  name ->
                      table.getKey().definition(lake.exchange()).schema().findField(name) == null)
              .toList();
      if (!added.isEmpty()) {
        notes.add(
            "Columns of "
                + table.getValue().name()
                + " that K2 does not write were read, but not compared: "
                + String.join(", ", added)
                + ".");
      }
    }
    if (!comparison.isComplete()) {
      notes.add(
          "Rows were not compared one by one, because manifests cannot be read. Restore them, then"
              + " verify again.");
    }
    if (lake.tables().has(TableRole.SILVER)) {
      notes.add(comparison.rules().schemas());
    }
    if (lake.tables().has(TableRole.BRONZE)) {
      if (isBronzeRead()) {
        notes.addAll(SumCheck.notes(comparison.sums()));
      } else {
        notes.add(
            "Bronze's rows were not compared with the sums in the ledger, because some of its files"
                + " cannot be read.");
      }
      notes.add(
          verdict.kafkaRows() > 0
              ? String.format(
                  "Bronze was compared with %,d messages that Kafka still has.",
                  verdict.kafkaRows())
              : "Bronze was not compared with Kafka.");
    }
    return notes;
  }

  private String partition(PartitionId partition) {
    String topic = claim(partition).topic();
    return (topic.isEmpty() ? partition.topicId() : topic) + "-" + partition.number();
  }

  private PartitionClaim claim(PartitionId id) {
    return claims.partitions().getOrDefault(id, PartitionClaim.unknown(id));
  }
}
