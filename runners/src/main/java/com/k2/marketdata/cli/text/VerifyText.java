package com.k2.marketdata.cli.text;

import com.k2.marketdata.text.Counted;
import com.k2.marketdata.text.Printable;
import com.k2.marketdata.verify.contents.finding.ContentKind;
import com.k2.marketdata.verify.judge.Counts;
import com.k2.marketdata.verify.judge.FindingKind;
import com.k2.marketdata.verify.report.ContentReport;
import com.k2.marketdata.verify.report.ContentReport.RowReport;
import com.k2.marketdata.verify.report.VerifyReport;
import com.k2.marketdata.verify.report.VerifyReport.ExchangeReport;
import com.k2.marketdata.verify.report.VerifyReport.FileReport;
import com.k2.marketdata.verify.report.VerifyReport.PartitionReport;
import com.k2.marketdata.verify.report.VerifyReport.Range;
import com.k2.marketdata.verify.report.VerifyReport.SkippedReport;
import com.k2.marketdata.verify.scan.FileFault;
import java.util.List;
import java.util.Objects;

/** A verification report as text. */
public final class VerifyText {
  private final StringBuilder text = new StringBuilder();

  private VerifyText() {}

  public static String of(VerifyReport report) {
    VerifyText written = new VerifyText();
    report.exchanges().forEach(written::exchange);
    written.conclusion(report);
    return Printable.lines(written.text.toString().stripTrailing());
  }

  private void exchange(ExchangeReport exchange) {
    TextTable table =
        new TextTable(
            "TABLE",
            "PARTITION",
            "ROWS",
            "FIRST",
            "NEXT",
            "DUPLICATES",
            "MISSING",
            "MISPLACED",
            "KAFKA HOLES",
            "UNVERIFIABLE",
            "VERDICT");
    exchange.partitions().forEach(partition -> table.row(cells(partition)));
    text.append(exchange.exchange()).append("\n\n").append(table).append('\n');
    exchange.kafka().forEach((topic, note) -> line(topic + ": " + note));
    if (exchange.equalTradeIds() > 0) {
      line(
          Counted.of(exchange.equalTradeIds(), "trade id")
              + " found at more than one offset, because the producer sent a trade again. This is"
              + " not an error.");
    }
    if (exchange.replayed() > 0) {
      line(
          Counted.of(exchange.replayed(), "dead letter")
              + " replayed: the message is a trade now, and its dead letter stays.");
    }
    exchange.skipped().forEach(range -> line(skipped(range)));
    exchange.notes().forEach(this::line);
    exchange.disagreements().forEach(sentence -> line("WRONG: " + sentence));
    for (FileFault.Kind kind : FileFault.Kind.values()) {
      files(exchange, kind);
    }
    for (FindingKind kind : FindingKind.values()) {
      findings(exchange, kind);
    }
    if (exchange.contents() != null) {
      contents(exchange.contents());
    }
    text.append('\n');
  }

  private static String skipped(SkippedReport range) {
    String partition =
        String.format("%s: %s-%d, ", range.table(), range.topic(), range.partition());
    return range.from() == range.to()
        ? String.format(
            "Position kept by an operator: %soffset %d. Reason: %s",
            partition, range.from(), range.why())
        : String.format(
            "Skipped by an operator: %soffsets %d to %d (%,d). Reason: %s",
            partition, range.from(), range.to() - 1, range.to() - range.from(), range.why());
  }

  private void files(ExchangeReport exchange, FileFault.Kind kind) {
    List<FileReport> files = exchange.files().stream().filter(file -> file.kind() == kind).toList();
    files.forEach(file -> line("WRONG: " + file.sentence()));
    if (!files.isEmpty()) {
      line("  " + kind.advice());
    }
  }

  private void findings(ExchangeReport exchange, FindingKind kind) {
    List<Range> ranges =
        exchange.findings().stream().filter(range -> range.kind() == kind).toList();
    if (ranges.isEmpty()) {
      return;
    }
    String mark = kind == FindingKind.UNVERIFIABLE ? "Unverifiable: " : "WRONG: ";
    ranges.forEach(range -> line(mark + range.sentence()));
    long listed = ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
    long all = exchange.offsets().getOrDefault(kind, 0L);
    if (all > listed) {
      line("… and " + (all - listed) + " more, " + Counted.of(all, "such offset") + " in all.");
    }
    line("  " + kind.advice());
  }

  private void contents(ContentReport contents) {
    contents.notes().forEach(this::line);
    contents.sums().forEach(sentence -> line("WRONG: " + sentence));
    if (!contents.sums().isEmpty()) {
      line(
          "  Roll back with `k2 rollback --bronze` to before these offsets, while Kafka still has"
              + " the messages; otherwise restore the rows from a backup.");
    }
    contents.faults().forEach(sentence -> line("WRONG: " + sentence));
    if (!contents.faults().isEmpty()) {
      line("  Another program has changed the file or its manifest entry after K2 wrote it.");
    }
    for (ContentKind kind : ContentKind.values()) {
      rows(contents, kind);
    }
  }

  private void rows(ContentReport contents, ContentKind kind) {
    List<RowReport> rows = contents.findings().stream().filter(row -> row.kind() == kind).toList();
    if (rows.isEmpty()) {
      return;
    }
    String mark = kind.isError() ? "WRONG: " : "Not proved: ";
    rows.forEach(row -> line(mark + row.sentence()));
    long all = contents.rows().getOrDefault(kind, 0L);
    if (all > rows.size()) {
      line("… and " + (all - rows.size()) + " more, " + Counted.of(all, "such row") + " in all.");
    }
    line("  " + kind.advice());
  }

  private static String contents(VerifyReport report) {
    List<ContentReport> all =
        report.exchanges().stream().map(ExchangeReport::contents).filter(Objects::nonNull).toList();
    return all.isEmpty()
        ? ""
        : String.format(
            " Contents: %s of bronze and %s made of them read, %s, %,d not proved.",
            Counted.of(all.stream().mapToLong(ContentReport::bronzeRows).sum(), "row"),
            Counted.of(all.stream().mapToLong(ContentReport::outcomeRows).sum(), "row"),
            Counted.of(all.stream().mapToLong(ContentReport::rowErrors).sum(), "error"),
            all.stream().mapToLong(ContentReport::unproved).sum());
  }

  private void conclusion(VerifyReport report) {
    Counts all =
        report.exchanges().stream()
            .flatMap(exchange -> exchange.partitions().stream())
            .map(PartitionReport::counts)
            .reduce(Counts.NONE, Counts::plus);
    line(
        String.format(
            "%s: %s; %s, %,d missing, %,d misplaced, %s, %,d unverifiable%s, %,d skipped by an"
                + " operator.%s",
            report.clean() ? "Clean" : "DISCREPANCIES",
            Counted.of(all.rows(), "row"),
            Counted.of(all.duplicates(), "duplicate"),
            all.missing(),
            all.misplaced(),
            Counted.of(all.kafkaHoles(), "Kafka hole"),
            all.unverifiable(),
            report.strict() ? " (errors with --strict)" : "",
            report.skippedOffsets(),
            contents(report)));
  }

  private static Object[] cells(PartitionReport partition) {
    Counts counts = partition.counts();
    return new Object[] {
      partition.table(),
      partition.partition(),
      counts.rows(),
      partition.first() == null ? "-" : partition.first(),
      partition.next() == null ? "-" : partition.next(),
      counts.duplicates(),
      counts.missing(),
      counts.misplaced(),
      counts.kafkaHoles(),
      counts.unverifiable(),
      partition.verdict()
    };
  }

  private void line(String sentence) {
    text.append(sentence).append('\n');
  }
}
