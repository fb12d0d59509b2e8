package com.k2.marketdata.launch;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.loop.HealthFile;
import com.k2.marketdata.text.Printable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the process of a failed job alive if it must not be started again and {@code
 * --onFatal=hold} is among its arguments, so that a supervisor that restarts every process does not
 * restart it in a loop. The health file says why, and so does the log, immediately and then every
 * hour. A stop signal ends the process as it ends a running job.
 *
 * <p>Reads the arguments itself, since they may be what is wrong.
 */
public final class FatalHold {
  private static final Logger LOG = LoggerFactory.getLogger(FatalHold.class);
  private static final Set<String> JOBS = Set.of("run", "maintain");
  private static final String ON_FATAL = "--onFatal=";
  private static final String HEALTH_FILE = "--healthFile=";
  private static final long TOUCHES_PER_LINE = 3_600 / HealthFile.INTERVAL.toSeconds();

  private FatalHold() {}

  /**
   * Runs a job or a part of it.
   *
   * @param name of the job
   * @return the exit code of the job, which was not held
   * @throws RuntimeException the failure of the job, if it is not held; or if the thread is
   *     interrupted
   */
  public static ExitCode around(String name, String[] args, Supplier<ExitCode> job) {
    ExitCode code;
    try {
      code = job.get();
    } catch (RuntimeException | Error e) {
      Optional<K2Exception> failure = LoggedExit.named(e);
      if (failure.isPresent() && isHeld(failure.get().exitCode(), args)) {
        hold(name, args, failure.get().exitCode(), failure.get().getMessage());
      }
      throw e;
    }
    if (isHeld(code, args)) {
      hold(name, args, code, code.description());
    }
    return code;
  }

  /**
   * Holds after a command of a job that failed before the job began, for example because of an
   * argument that the command line refused. The driver of {@code run --cluster} is a process of its
   * own that holds by itself, and the codes of {@code spark-submit} have other meanings.
   *
   * @param exitCode of the command, which has printed the reason
   */
  public static void afterCommand(int exitCode, String... args) {
    if (args.length > 0 && JOBS.contains(args[0]) && !isChild(args)) {
      Arrays.stream(ExitCode.values())
          .filter(code -> code.code() == exitCode && isHeld(code, args))
          .findFirst()
          .ifPresent(code -> hold(args[0], args, code, code.description()));
    }
  }

  private static boolean isChild(String... args) {
    return Arrays.stream(args).anyMatch(arg -> arg.matches("--cluster(=.*)?"));
  }

  private static boolean isHeld(ExitCode code, String... args) {
    return code != ExitCode.DONE
        && !code.allowsRestart()
        && last(ON_FATAL, args).filter("hold"::equalsIgnoreCase).isPresent();
  }

  private static Optional<String> last(String prefix, String... args) {
    return Arrays.stream(args)
        .filter(arg -> arg.startsWith(prefix))
        .reduce((earlier, later) -> later)
        .map(arg -> arg.substring(prefix.length()));
  }

  private static void hold(String name, String[] args, ExitCode code, String message) {
    HealthFile health = new HealthFile(last(HEALTH_FILE, args).map(Path::of).orElse(null));
    String why = Printable.line(message);
    health.failed(name, why);
    try {
      for (long touches = 0; ; touches++) {
        if (touches % TOUCHES_PER_LINE == 0) {
          LOG.error(
              "{} holds instead of exiting with code {}, because a restart would fail in the same"
                  + " way. Fix the cause, then stop this process and start it again: {}",
              name,
              code.code(),
              why);
        }
        TimeUnit.MILLISECONDS.sleep(HealthFile.INTERVAL.toMillis());
        health.touch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
