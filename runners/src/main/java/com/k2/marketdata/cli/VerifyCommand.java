package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.CatalogAndKafkaMixin;
import com.k2.marketdata.cli.option.FormatOption;
import com.k2.marketdata.cli.text.VerifyText;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.launch.Runners;
import com.k2.marketdata.options.TableOptions;
import com.k2.marketdata.verify.Verification;
import com.k2.marketdata.verify.report.VerifyReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves from the tables' rows that nothing is lost and nothing is there twice. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Prove from the tables' rows that no offset is missing and none is there twice, that every"
          + " bronze row is a trade or a dead letter, and that the positions agree.",
      "It changes nothing and is right beside running pipelines. Offsets that are missing in Kafka"
          + " too are no error; what Kafka can no longer explain is counted as unverifiable.",
      "It runs inside this process, or with --runner=SparkRunner on Spark."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:clean", "1:discrepancies, all listed", "2 and above:it could not be done"})
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CatalogAndKafkaMixin catalog;
  @Mixin private FormatOption format;

  @Option(
      names = "--exchange",
      split = ",",
      paramLabel = "NAME",
      description = "Whose tables. Default: of every exchange that has any.")
  private List<String> exchanges = List.of();

  @Option(names = "--strict", description = "Unverifiable offsets are discrepancies too.")
  private boolean strict;

  @Override
  public Integer call() {
    TableOptions options = catalog.options(TableOptions.class, "--jobName=k2-verify");
    Verification verification =
        new Verification(catalog.catalog(), catalog.kafka().orElse(null), strict);
    try (CycleRunner runner = Runners.of(options)) {
      VerifyReport report = verification.run(exchanges, runner);
      PrintWriter out = spec.commandLine().getOut();
      format.print(report, out, () -> out.println(VerifyText.of(report)));
      return report.exitCode().code();
    }
  }
}
