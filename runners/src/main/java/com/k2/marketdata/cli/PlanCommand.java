package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.ExitCodesHelp;
import com.k2.marketdata.cli.option.FormatOption;
import com.k2.marketdata.cli.text.PlanTables;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.plan.report.PlanReport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a resource plan. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Check by arithmetic whether a Spark cluster is large enough for its jobs: the memory of"
          + " processes and containers, the executors on the workers, heaps against the size of"
          + " cycles, and the duration of cycles against the trigger.",
      "It starts nothing. If the plan is refused, the exit code is 2; each finding names the number"
          + " and the smallest change. docs/cluster.md describes the file."
    })
final class PlanCommand implements Callable<Integer> {
  private CommandSpec spec;
  @Mixin private FormatOption format;

  @Parameters(
      paramLabel = "FILE|classic|lean",
      description =
          "A YAML file, or a shipped plan: classic has the four jobs and the limits of the system"
              + " that K2 replaces; lean has one job for both exchanges.")
  private String plan;

  @Spec
  void setSpec(CommandSpec command) {
    spec = command;
    ExitCodesHelp.addOfCheck(command);
  }

  @Override
  public Integer call() {
    PlanReport report = PlanReport.of(ResourcePlan.of(plan));
    PrintWriter out = spec.commandLine().getOut();
    format.print(report, out, () -> out.print(PlanTables.of(report)));
    return report.exitCode().code();
  }
}
