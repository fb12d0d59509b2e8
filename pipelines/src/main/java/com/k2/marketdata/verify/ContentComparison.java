package com.k2.marketdata.verify;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.verify.contents.CompareContents;
import com.k2.marketdata.verify.contents.finding.ContentFile;
import com.k2.marketdata.verify.contents.finding.ContentVerdict;
import com.k2.marketdata.verify.judge.LedgerClaims;
import com.k2.marketdata.verify.judge.Verdict;
import com.k2.marketdata.verify.report.ContentReport;
import com.k2.marketdata.verify.report.ContentReportBuilder;
import com.k2.marketdata.verify.scan.PinnedLake;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.ParDo;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Compares the contents of one exchange's tables. */
final class ContentComparison implements ContentStep {
  private final PinnedLake lake;
  private final LedgerClaims claims;
  private final CompareContents comparison;
  private final ContentFile result;
  private final Consumer<Map<String, Long>> progress;

  private ContentComparison(
      PinnedLake lake,
      LedgerClaims claims,
      CompareContents comparison,
      Consumer<Map<String, Long>> progress) {
    this.lake = lake;
    this.claims = claims;
    this.comparison = comparison;
    this.progress = progress;
    this.result = new ContentFile(lake.anyTable());
  }

  /**
   * Compares pinned tables that have rows.
   *
   * @param kafka where bronze is compared with Kafka; null if Kafka is not available
   */
  static ContentComparison of(
      PinnedLake lake, LedgerClaims claims, ContentSettings settings, @Nullable KafkaConfig kafka) {
    return new ContentComparison(
        lake,
        claims,
        CompareContents.of(
            lake, claims.partitions(), settings.rules().apply(lake.exchange()), kafka),
        settings.progress());
  }

  @Override
  public void addTo(Pipeline pipeline) {
    pipeline
        .apply("Compare contents", comparison)
        .apply("Write content verdict", ParDo.of(new ContentFile.WriteFn(result)));
  }

  @Override
  public Progress reportProgress(CycleRunner runner) {
    return ProgressTicker.start(runner, progress);
  }

  @Override
  public ContentReport report(Verdict verdict) {
    ContentVerdict found = result.read();
    found.files().forEach(verdict::find);
    return ContentReportBuilder.of(lake, claims, found, comparison);
  }

  @Override
  public void close() {
    result.close();
  }
}
