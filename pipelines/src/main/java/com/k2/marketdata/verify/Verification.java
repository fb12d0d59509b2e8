package com.k2.marketdata.verify;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.loop.Diagnosis;
import com.k2.marketdata.verify.judge.JudgeBlocks;
import com.k2.marketdata.verify.judge.LedgerClaims;
import com.k2.marketdata.verify.judge.Verdict;
import com.k2.marketdata.verify.judge.VerdictFile;
import com.k2.marketdata.verify.judge.VerifyPlan;
import com.k2.marketdata.verify.report.ContentReport;
import com.k2.marketdata.verify.report.ReportBuilder;
import com.k2.marketdata.verify.report.VerifyReport;
import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.BlockKey;
import com.k2.marketdata.verify.scan.FileFault;
import com.k2.marketdata.verify.scan.OffsetColumns;
import com.k2.marketdata.verify.scan.PinnedLake;
import com.k2.marketdata.verify.scan.PinnedTable;
import com.k2.marketdata.verify.scan.ReadTable;
import com.k2.marketdata.verify.scan.ReadableFiles;
import com.k2.marketdata.verify.scan.ScanPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Checks the tables' rows for lost and duplicate records: pins the tables, reads the Kafka
 * coordinates of every row, and compares them with the other tables, the positions and Kafka.
 */
public final class Verification {
  private final CatalogConfig catalog;
  private final @Nullable KafkaConfig kafka;
  private final boolean strict;
  private final ContentStep.Factory contents;

  /**
   * @param kafka where missing offsets are looked up; null if Kafka is not available
   * @param strict whether missing offsets that Kafka cannot explain are errors
   */
  public Verification(CatalogConfig catalog, @Nullable KafkaConfig kafka, boolean strict) {
    this(catalog, kafka, strict, (lake, claims) -> ContentStep.NONE);
  }

  private Verification(
      CatalogConfig catalog,
      @Nullable KafkaConfig kafka,
      boolean strict,
      ContentStep.Factory contents) {
    this.catalog = catalog;
    this.kafka = kafka;
    this.strict = strict;
    this.contents = contents;
  }

  /** Also reads every column of every row, and compares the rows' contents. */
  public Verification withContents(ContentSettings settings) {
    return new Verification(
        catalog,
        kafka,
        strict,
        (lake, claims) -> ContentComparison.of(lake, claims, settings, kafka));
  }

  /**
   * Verifies the tables of these exchanges, or of every exchange that has tables if the list is
   * empty.
   *
   * @throws UsageException if a named exchange has no tables, or if no exchange has any
   */
  public VerifyReport run(List<String> exchanges, CycleRunner runner) {
    LakePin pin = new LakePin(catalog);
    List<VerifyReport.ExchangeReport> reports = new ArrayList<>();
    for (Exchange exchange :
        exchanges.isEmpty() ? Exchanges.all() : exchanges.stream().map(Exchanges::named).toList()) {
      PinnedLake lake = pin.pin(exchange);
      if (!lake.isEmpty()) {
        reports.add(verify(lake, runner, pin));
      } else if (!exchanges.isEmpty()) {
        throw noTables("tables of " + exchange.name());
      }
    }
    if (reports.isEmpty()) {
      throw noTables("tables");
    }
    return new VerifyReport(reports, strict);
  }

  private VerifyReport.ExchangeReport verify(PinnedLake lake, CycleRunner runner, LakePin pin) {
    LedgerClaims claims = LedgerClaims.of(lake, kafka);
    if (!lake.hasRows()) {
      return ReportBuilder.of(lake, claims, new Verdict(), null);
    }
    try (VerdictFile result = new VerdictFile(lake.anyTable());
        ContentStep content = contents.create(lake, claims)) {
      Pipeline pipeline = runner.newPipeline("k2-verify-" + lake.exchange().name());
      readTables(pipeline, lake)
          .apply("Judge", JudgeBlocks.with(new VerifyPlan(claims.partitions(), kafka)))
          .apply("Write verdict", ParDo.of(new VerdictFile.WriteFn(result)));
      content.addTo(pipeline);
      run(pipeline, runner, content, () -> pin.requireNotExpired(lake));
      Verdict verdict = result.read();
      ContentReport report = content.report(verdict);
      if (verdict.files().stream().anyMatch(file -> file.kind().isMissing())) {
        pin.requireNotExpired(lake);
      }
      return ReportBuilder.of(lake, claims, verdict, report);
    }
  }

  /**
   * Runs a pipeline.
   *
   * @param expiryCheck fails if a snapshot has expired, which can make the run fail too
   */
  private static void run(
      Pipeline pipeline, CycleRunner runner, ContentStep content, Runnable expiryCheck) {
    ContentStep.Progress progress = content.reportProgress(runner);
    try {
      runner.run(pipeline);
    } catch (RuntimeException | Error e) {
      K2Exception failure = Diagnosis.of(e);
      if (failure instanceof SystemFaultException) {
        checkExpiry(expiryCheck, failure);
      }
      throw failure;
    } finally {
      progress.stop();
    }
  }

  private static void checkExpiry(Runnable expiryCheck, K2Exception failure) {
    try {
      expiryCheck.run();
    } catch (SystemFaultException e) {
      e.addSuppressed(failure);
      throw e;
    }
  }

  private static PCollectionTuple readTables(Pipeline pipeline, PinnedLake lake) {
    PCollectionList<KV<BlockKey, Block>> pieces = PCollectionList.empty(pipeline);
    PCollectionList<FileFault> faults = PCollectionList.empty(pipeline);
    for (Map.Entry<TableRole, PinnedTable> pinned : lake.tables().byRole().entrySet()) {
      TableRole role = pinned.getKey();
      ReadableFiles files = ReadableFiles.of(lake, role, () -> ScanPlan.of(lake, role));
      OffsetColumns columns = OffsetColumns.of(role, pinned.getValue().table());
      PCollectionTuple read = pipeline.apply("Read " + role.words(), ReadTable.of(columns, files));
      pieces = pieces.and(read.get(ReadTable.PIECES));
      faults = faults.and(read.get(ReadTable.FAULTS));
    }
    return PCollectionTuple.of(
            ReadTable.PIECES, pieces.apply("Flatten tables", Flatten.pCollections()))
        .and(ReadTable.FAULTS, faults.apply("Flatten faults", Flatten.pCollections()));
  }

  private UsageException noTables(String what) {
    return new UsageException(
        "There are no "
            + what
            + " in namespace "
            + catalog.namespace()
            + ". Run a pipeline first, or name another catalog or --namespace.");
  }
}
