package com.k2.marketdata.soak;

import com.k2.marketdata.cli.text.Json;
import com.k2.marketdata.command.Commands;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.soak.report.CsvFile;
import com.k2.marketdata.soak.report.SoakChart;
import com.k2.marketdata.soak.report.SoakText;
import com.k2.marketdata.spark.SparkDistribution;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a resource plan on the local cluster for a long time, and judges its memory. */
@Command(
    name = "k2 soak",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Run the jobs of a resource plan on a local cluster of their own while messages arrive, with"
          + " maintenance beside them, and sample the memory of all processes.",
      "The rules: from the middle third of the run to the last, neither the heap after full"
          + " collections nor the largest resident memory grows by more than 2 %%; each process"
          + " stays below 80 %% of its limit, none is restarted, each cycle is shorter than the"
          + " trigger, fewer than 0.1 %% of the messages are dead letters, and the verification is"
          + " clean. With a --load above 1, only the verification is judged, and that no driver"
          + " and no maintenance has ended.",
      "Requires Linux."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All rules are met.",
      "1:A rule is violated. A sentence says which.",
      "2:An option is wrong.",
      "3:A server, a folder or a process of the run failed.",
      "70:An unexpected error: a defect of K2 or of a library."
    })
public final class SoakCommand implements Callable<Integer> {
  private static final int WRONG = 1;

  @Option(
      names = "--plan",
      defaultValue = "lean",
      paramLabel = "NAME|FILE",
      description = "The resource plan, as for 'k2 plan'. Default: ${DEFAULT-VALUE}.")
  private String plan;

  @Option(
      names = "--minutes",
      defaultValue = "45",
      paramLabel = "N",
      description =
          "How long the processes are sampled, after the first cycles. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--load",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "The multiple of the original's rates, which are 1,000 messages per second of Binance and"
              + " 33 of Kraken. Default: ${DEFAULT-VALUE}.")
  private double load;

  @Option(
      names = "--snapshots",
      defaultValue = "2000",
      paramLabel = "N",
      description =
          "How many snapshots each table has at the beginning. Default: ${DEFAULT-VALUE}.")
  private int snapshots;

  @Option(
      names = "--backlog",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Publish this number of messages first, and sample the processes until the jobs have caught"
              + " up; --minutes has no effect. Cycles and dead letters are not judged; memory is,"
              + " whatever --load is.")
  private long backlog;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FOLDER",
      description =
          "An empty folder for soak.csv, soak.json, soak.svg, soak.md and the logs; and for the data,"
              + " which is deleted at the end.")
  private Path output;

  @Option(names = "--keep", description = "Keep the cluster running, with its data.")
  private boolean keep;

  @Spec private CommandSpec spec;

  /** Runs the command and exits the process with its exit code. */
  public static void main(String[] args) {
    System.exit(Commands.execute(new SoakCommand(), args));
  }

  @Override
  public Integer call() throws IOException {
    require(minutes > 0, "--minutes", minutes, "more than 0");
    require(load > 0, "--load", load, "more than 0");
    require(snapshots >= 1, "--snapshots", snapshots, "at least 1");
    require(backlog >= 0, "--backlog", backlog, "at least 0");
    SparkDistribution spark = SparkDistribution.installed();
    Path folder = emptyFolder();
    SoakSettings settings =
        new SoakSettings(
            ResourcePlan.of(plan),
            Duration.ofMillis(Math.round(minutes * 60_000)),
            load,
            snapshots,
            backlog,
            folder,
            keep);
    Path logs = Files.createDirectories(folder.resolve("logs"));
    try (CsvFile csv = new CsvFile(folder.resolve("soak.csv"));
        Resources resources = new Resources()) {
      try {
        SoakStack stack = new SoakStack(settings, spark, logs);
        SoakRun run = new SoakRun(settings, stack, logs, resources, this::show);
        return write(run.run(csv), folder);
      } catch (RuntimeException e) {
        // After Ctrl-C, what fails does so because its processes were ended.
        if (resources.isInterrupted()) {
          return WRONG;
        }
        throw e;
      }
    }
  }

  private int write(SoakRun.Outcome outcome, Path folder) throws IOException {
    String text = SoakText.of(outcome.report());
    Files.writeString(folder.resolve("soak.json"), Json.pretty(outcome.report()) + "\n");
    Files.writeString(folder.resolve("soak.svg"), SoakChart.svg(outcome.recording()));
    Files.writeString(folder.resolve("soak.md"), text);
    show("");
    show(text);
    show("The results are in " + folder);
    return outcome.report().violations().isEmpty() ? 0 : WRONG;
  }

  private Path emptyFolder() {
    Path folder = output.toAbsolutePath().normalize();
    try (Stream<Path> entries = Files.list(Files.createDirectories(folder))) {
      if (entries.findAny().isPresent()) {
        throw new UsageException(
            "The folder " + folder + " is not empty. Name another one with --output.");
      }
    } catch (IOException e) {
      throw new SystemFaultException("Cannot use the folder " + folder + ": " + e, e);
    }
    return folder;
  }

  private static void require(boolean holds, String option, Object value, String what) {
    if (!holds) {
      throw new UsageException(option + "=" + value + " must be " + what + ".");
    }
  }

  private void show(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
