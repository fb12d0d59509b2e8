package com.k2.marketdata.verify;

import static com.k2.marketdata.verify.VerifyLake.TOPIC_ID;
import static com.k2.marketdata.verify.VerifyLake.offsets;
import static com.k2.marketdata.verify.VerifyLake.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.options.RuleOptions;
import com.k2.marketdata.verify.contents.finding.ContentKind;
import com.k2.marketdata.verify.report.ContentReport;
import com.k2.marketdata.verify.report.VerifyReport.ExchangeReport;
import com.k2.marketdata.verify.scan.FileFault.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The comparison of contents on the direct runner with all its checks. The rows of {@link
 * VerifyLake} are invented, so all of them differ from what the rules make of bronze: the trades in
 * columns that no rule influences, the dead letters in their reason.
 */
class ContentsTest {
  @TempDir private Path state;

  @Test
  void allRowsAreCountedAndSomeAreListed() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.append(TableRole.BRONZE, TOPIC_ID, offsets(100, 66_000));
    lake.append(TableRole.SILVER, TOPIC_ID, trades(100, 66_000));
    lake.append(TableRole.DEAD_LETTERS, TOPIC_ID, VerifyLake.deadLetters(100, 66_000));
    for (TableRole role : TableRole.values()) {
      lake.position(role, 66_000);
    }

    ContentReport contents = verify(lake).contents();

    assertThat(contents.bronzeRows()).isEqualTo(66_000);
    assertThat(contents.outcomeRows()).isEqualTo(66_000);
    assertThat(contents.rows())
        .isEqualTo(Map.of(ContentKind.CHANGED, 59_400L, ContentKind.JUDGED_DIFFERENTLY, 6_600L));
    assertThat(contents.findings()).hasSize(200);
    // Files are read in any order, so other runs list other rows.
    assertThat(contents.findings())
        .filteredOn(row -> row.kind() == ContentKind.CHANGED)
        .hasSize(100)
        .allSatisfy(
            row ->
                assertThat(row.sentence())
                    .contains(
                        "offset " + row.offset() + ": the row differs",
                        "outcome is a trade, not rejected as "));
    assertThat(contents.hasErrors()).isTrue();
  }

  @Test
  void rowsThatOnlyOneTableHasAreNotCompared() {
    VerifyLake lake = VerifyLake.healthy(state);
    lake.replaceAll(TableRole.SILVER, 1, 2, 3, 3);
    lake.replaceAll(TableRole.BRONZE, 2, 3, 4, 4);
    lake.replaceAll(TableRole.DEAD_LETTERS, 4, 90);

    assertThat(verify(lake).contents().rows()).containsEntry(ContentKind.CHANGED, 3L);
  }

  @Test
  void aMissingFileIsAFindingAndTheRestIsRead() throws Exception {
    VerifyLake lake = VerifyLake.healthy(state);
    DataFile gone = lake.append(TableRole.SILVER, "another topic", offsets(0, 5));
    delete(gone.location());

    ExchangeReport report = verify(lake);

    assertThat(report.files())
        .singleElement()
        .satisfies(file -> assertThat(file.kind()).isEqualTo(Kind.FILE_MISSING));
    assertThat(report.contents().rows())
        .isEqualTo(Map.of(ContentKind.CHANGED, 90L, ContentKind.JUDGED_DIFFERENTLY, 10L));
  }

  @Test
  void sumsAreJudgedOnlyIfBronzeIsReadable() throws Exception {
    String note =
        "Bronze's rows were not compared with the sums in the ledger, because some of its files"
            + " cannot be read.";
    VerifyLake lake = VerifyLake.healthy(state);
    lake.change(TableRole.BRONZE, ledger -> ledger.ofCycle("wrong sum").withRowSum(ledger, 5));
    delete(lake.append(TableRole.SILVER, "another topic", offsets(0, 5)).location());
    ContentReport judged = verify(lake).contents();
    assertThat(judged.sums()).singleElement().asString().contains("rows were changed");
    assertThat(judged.notes()).doesNotContain(note);

    delete(lake.append(TableRole.BRONZE, "another topic", offsets(0, 5)).location());
    ContentReport withoutFile = verify(lake).contents();
    assertThat(withoutFile.sums()).isEmpty();
    assertThat(withoutFile.notes())
        .contains(note)
        .noneMatch(sentence -> sentence.contains("were compared with the sum"));

    Table bronze = lake.table(TableRole.BRONZE);
    delete(bronze.currentSnapshot().allManifests(bronze.io()).get(0).path());
    ContentReport withoutManifest = verify(lake).contents();
    assertThat(withoutManifest.sums()).isEmpty();
    assertThat(withoutManifest.notes()).contains(note);
  }

  /** The second pass lists manifests, which expiry has deleted. */
  @Test
  void snapshotThatExpiresBeforeTheSecondPassIsReported() {
    VerifyLake lake = VerifyLake.healthy(state);

    assertThatThrownBy(() -> verify(lake, lake.runnerThatExpiresSilver()))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("silver_binance_trades has expired")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .isInstanceOf(SystemFaultException.class)
                    .asString()
                    .contains("Could not list the files of silver_binance_trades"));
  }

  private static void delete(String location) throws IOException {
    Files.delete(Path.of(location.replaceFirst("^file:(//)?", "")));
  }

  private static ExchangeReport verify(VerifyLake lake) {
    return verify(lake, new VerifyLake.OnDirectRunner());
  }

  private static ExchangeReport verify(VerifyLake lake, CycleRunner runner) {
    RuleOptions options = PipelineOptionsFactory.as(RuleOptions.class);
    return new Verification(lake.catalog(), null, false)
        .withContents(
            new ContentSettings(exchange -> PipelineRules.of(options, exchange), progress -> {}))
        .run(List.of("binance"), runner)
        .exchanges()
        .get(0);
  }
}
