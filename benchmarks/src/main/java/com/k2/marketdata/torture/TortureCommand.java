package com.k2.marketdata.torture;

import com.k2.marketdata.command.Commands;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.torture.driver.Engine;
import com.k2.marketdata.torture.fault.FaultPlan;
import com.k2.marketdata.torture.fault.Layout;
import com.k2.marketdata.torture.fault.Setup;
import com.k2.marketdata.torture.report.Lines;
import com.k2.marketdata.torture.report.Tally;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills, suspends and races drivers while messages arrive, and checks the tables. */
@Command(
    name = "k2 torture",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Kill, suspend and race drivers, and kill the broker, while messages arrive; and compare the"
          + " tables with Kafka by a check that shares no code with K2.",
      "Starts its own Kafka broker and schema registry on free ports, and ends them. Prints a line"
          + " per fault. A fault counts only if it hit a driver within a cycle. Requires Linux or"
          + " macOS."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Nothing was lost or duplicated, nothing differs, and each window was hit.",
      "1:Something was wrong, or a window was not hit often enough.",
      "2:An option is wrong.",
      "3:A server, a folder or a process of the run failed.",
      "70:An unexpected error: a defect of K2 or of a library."
    })
public final class TortureCommand implements Callable<Integer> {
  private static final int WRONG = 1;
  private static final int DEFAULT_MINUTES = 15;
  private static final int MINUTES_PER_REQUIRED_HIT = 10;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "How long faults are injected. The last check follows. Default: "
              + DEFAULT_MINUTES
              + ", or no limit with --faults.")
  private @Nullable Integer minutes;

  @Option(
      names = "--faults",
      paramLabel = "N",
      description = "End the run after this number of faults that count, before the last check.")
  private @Nullable Integer faults;

  @Option(
      names = "--layouts",
      split = ",",
      defaultValue = "medallion,split",
      paramLabel = "NAME",
      description =
          "medallion: one driver for all tables; split: a driver for bronze and one for silver."
              + " Several are used in turn, on the same tables. Default: ${DEFAULT-VALUE}.")
  private List<Layout> layouts;

  @Option(
      names = "--runners",
      split = ",",
      defaultValue = "direct,spark",
      paramLabel = "NAME",
      description =
          "direct: DirectRunner; spark: Spark local[2]. Several are used in turn. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<Engine> runners;

  @Option(
      names = "--minPerWindow",
      paramLabel = "N",
      description =
          "The minimum number of kills and suspensions in each window; 0 requires none. Default:"
              + " one for each "
              + MINUTES_PER_REQUIRED_HIT
              + " minutes, or 0 with --faults.")
  private @Nullable Integer minPerWindow;

  @Option(
      names = "--faultsPerCheck",
      defaultValue = "8",
      paramLabel = "N",
      description = "The number of faults before each check. Default: ${DEFAULT-VALUE}.")
  private int faultsPerCheck;

  @Option(
      names = "--rate",
      defaultValue = "400",
      paramLabel = "N",
      description =
          "Messages per second, of both exchanges together; one in twenty is broken. Default:"
              + " ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "The seed of the messages and of the order of the faults. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--heap",
      defaultValue = "512m",
      paramLabel = "SIZE",
      description = "The maximum heap of each driver. Default: ${DEFAULT-VALUE}.")
  private String heap;

  @Option(
      names = "--work",
      paramLabel = "FOLDER",
      description =
          "An empty folder for everything, which is kept. Default: a temporary folder, which is"
              + " deleted if nothing was wrong.")
  private @Nullable Path work;

  @Spec private CommandSpec spec;

  /** Runs the command and exits the process with its exit code. */
  public static void main(String[] args) {
    // Kafka's clients in this process warn by the hundred when the broker is killed on purpose.
    System.setProperty("k2.log.libraries", "error");
    System.exit(Commands.execute(new TortureCommand(), args));
  }

  @Override
  public Integer call() {
    requireAtLeast(1, "--minutes", minutes);
    requireAtLeast(1, "--faults", faults);
    requireAtLeast(0, "--minPerWindow", minPerWindow);
    requireAtLeast(1, "--faultsPerCheck", faultsPerCheck);
    requireAtLeast(1, "--rate", rate);
    PrintWriter out = spec.commandLine().getOut();
    WorkFolder folder = WorkFolder.of(work);
    LocalArena arena = new LocalArena(folder.path(), heap);
    try (Cleanup cleanup = new Cleanup(folder, arena)) {
      try {
        arena.open(rate, seed);
        if (run(arena, line -> show(cleanup, out, line))) {
          return 0;
        }
      } catch (RuntimeException | Error e) {
        if (!cleanup.isInterrupted()) {
          keep(folder, cleanup, out);
          throw e;
        }
      }
      keep(folder, cleanup, out);
      return WRONG;
    }
  }

  private static void keep(WorkFolder folder, Cleanup cleanup, PrintWriter out) {
    cleanup.keepFolder();
    show(cleanup, out, "The logs and tables are in " + folder.path());
  }

  /** Whether nothing was wrong, and each window was hit. */
  private boolean run(LocalArena arena, Consumer<String> lines) {
    List<Setup> setups = Setup.all(layouts, runners);
    Tally tally =
        new TortureRun(arena, setups, new FaultPlan(seed), faultsPerCheck, lines).run(end());
    List<String> missing = tally.missing(Setup.windows(setups), minimum());
    lines.accept("");
    lines.accept(Lines.summary(tally, Setup.windows(setups)));
    missing.forEach(lines);
    return tally.isClean() && missing.isEmpty();
  }

  /** Whether the run is over. Its time begins now. */
  private Predicate<Tally> end() {
    if (faults == null) {
      return after(minutes == null ? DEFAULT_MINUTES : minutes);
    }
    Predicate<Tally> enough = tally -> tally.counted() >= faults;
    return minutes == null ? enough : enough.or(after(minutes));
  }

  private static Predicate<Tally> after(int minutes) {
    long deadline = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
    return tally -> System.nanoTime() - deadline >= 0;
  }

  /** A run that ends after a number of faults may be too short for every window. */
  private int minimum() {
    if (minPerWindow != null) {
      return minPerWindow;
    }
    return faults != null
        ? 0
        : (minutes == null ? DEFAULT_MINUTES : minutes) / MINUTES_PER_REQUIRED_HIT;
  }

  private static void requireAtLeast(int least, String option, @Nullable Integer value) {
    if (value != null && value < least) {
      throw new UsageException(option + "=" + value + " must be at least " + least + ".");
    }
  }

  /** After an interrupt, what ends does so because its processes were ended. */
  private static void show(Cleanup cleanup, PrintWriter out, String line) {
    if (!cleanup.isInterrupted()) {
      out.println(line);
      out.flush();
    }
  }
}
