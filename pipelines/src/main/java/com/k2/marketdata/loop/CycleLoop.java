package com.k2.marketdata.loop;

import com.k2.marketdata.cycle.CycleReport;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.OutOfMemoryException;
import com.k2.marketdata.failure.UnexpectedException;
import com.k2.marketdata.options.CycleOptions.OnHole;
import com.k2.marketdata.options.SupervisionOptions.OnFatal;
import com.k2.marketdata.text.Printable;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the cycles of one or several exchanges in turn until all are done or the loop is stopped. A
 * failure of one exchange does not delay the others: its cycle is planned again after a back-off if
 * its exit code allows retries, and the loop ends after too many failures in a row. With {@code
 * --onFatal=hold}, an exchange whose failure a restart would repeat does not end the loop of the
 * others. The stack trace of an unexpected error is logged once per series of failures, and when
 * the exchange gives up. Between cycles, each exchange's tables are anchored at an interval.
 */
public final class CycleLoop {
  private static final Logger LOG = LoggerFactory.getLogger(CycleLoop.class);

  private final CycleRunner runner;
  private final LoopSettings settings;
  private final StopSignal stop;
  private final List<Lane> lanes;
  private final HealthFile health;

  public CycleLoop(
      CycleRunner runner,
      LoopSettings settings,
      StopSignal stop,
      HealthFile health,
      List<ExchangeCycles> exchanges) {
    this.runner = runner;
    this.settings = settings;
    this.stop = stop;
    this.health = health;
    this.lanes = exchanges.stream().map(Lane::new).toList();
  }

  /**
   * Runs until all exchanges are done, one of them has given up, or a stop is requested.
   *
   * @throws K2Exception the failure that made an exchange give up; if several have, preferably one
   *     after which the process should be started again
   */
  public void run() {
    while (!stop.isRequested()) {
      runner.requireUsable();
      health.touch();
      for (Lane lane : lanes) {
        if (lane.isAnchorDue() && !stop.isRequested()) {
          anchor(lane);
        }
        if (lane.isDue() && !stop.isRequested()) {
          turn(lane);
        }
      }
      if (lanes.stream().allMatch(lane -> lane.over)) {
        break;
      }
      if (!settings.once() && lanes.stream().anyMatch(Lane::endsLoop)) {
        break;
      }
      stop.await(Duration.ofNanos(Math.min(nanosToNextTurn(), HealthFile.INTERVAL.toNanos())));
    }
    lanes.stream()
        .map(lane -> lane.fatal)
        .filter(Objects::nonNull)
        .min(Comparator.comparing(failure -> !failure.exitCode().allowsRestart()))
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private void anchor(Lane lane) {
    lane.anchorTimer.restart();
    try {
      lane.cycles.anchor();
    } catch (RuntimeException | Error e) {
      lane.failed(Diagnosis.of(e));
    }
  }

  private void turn(Lane lane) {
    long begin = System.nanoTime();
    Optional<ExchangeCycles.Cycle> cycle = Optional.empty();
    try {
      cycle = lane.cycles.plan();
      if (cycle.isPresent()) {
        LOG.debug(
            "{} planned cycle={} ranges={}",
            lane.cycles.name(),
            cycle.get().id(),
            cycle.get().ranges());
        Pipeline pipeline =
            runner.newPipeline(jobName(lane.cycles, cycle.get()), cycle.get().tasks());
        cycle.get().build(pipeline);
        CycleReport report = lane.cycles.confirm(cycle.get(), runner.run(pipeline));
        LOG.info("{} {}", lane.cycles.name(), report.line(millisSince(begin)));
        lane.succeeded(true, lane.cycles.isLimiting() && report.lag() > 0, begin);
      } else {
        lane.succeeded(false, false, begin);
      }
    } catch (RuntimeException | Error e) {
      K2Exception failure = Diagnosis.of(e);
      if (cycle.isPresent() && MemoryFaults.mayBe(failure)) {
        lane.didNotFit(cycle.get(), failure);
      } else {
        lane.failed(failure);
      }
    }
  }

  /** Names the exchange, and is different for each cycle. */
  private String jobName(ExchangeCycles cycles, ExchangeCycles.Cycle cycle) {
    return settings.jobName() + "-" + cycles.exchange() + "-" + cycle.id();
  }

  private long nanosToNextTurn() {
    long now = System.nanoTime();
    return lanes.stream()
        .filter(lane -> !lane.over)
        .mapToLong(lane -> Math.max(0, Math.min(lane.dueNanos - now, lane.anchorTimer.nanosLeft())))
        .min()
        .orElse(0);
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  /** The state of one exchange. */
  private final class Lane {
    private final ExchangeCycles cycles;
    private final AnchorTimer anchorTimer =
        new AnchorTimer(settings.anchorInterval(), System::nanoTime);
    private long dueNanos = System.nanoTime();
    private int failures;
    private boolean traced;
    private boolean over;
    private K2Exception fatal;

    Lane(ExchangeCycles cycles) {
      this.cycles = cycles;
    }

    boolean isDue() {
      return !over && System.nanoTime() - dueNanos >= 0;
    }

    boolean isAnchorDue() {
      return !over && anchorTimer.isDue();
    }

    /** Whether the process exits because of this exchange, although others could continue. */
    boolean endsLoop() {
      return fatal != null && !isHeld();
    }

    private boolean isHeld() {
      return settings.onFatal() == OnFatal.HOLD && !fatal.exitCode().allowsRestart();
    }

    void succeeded(boolean didWork, boolean continues, long begin) {
      failures = 0;
      traced = false;
      cycles
          .warning()
          .ifPresentOrElse(
              why -> health.failed(cycles.name(), why), () -> health.recovered(cycles.name()));
      if (settings.once() || continues) {
        over = !didWork;
        dueNanos = System.nanoTime();
      } else {
        dueNanos = begin + settings.interval().toNanos();
      }
    }

    /**
     * Plans smaller cycles. A failure does not count if the next cycle is smaller, unless it may
     * have another cause.
     */
    void didNotFit(ExchangeCycles.Cycle cycle, K2Exception failure) {
      boolean smaller = cycles.planSmaller(cycle);
      if (!smaller) {
        failed(MemoryFaults.ofSingleMessage(cycles.exchange(), cycle, failure));
      } else if (stop.isRequested() || !(failure instanceof OutOfMemoryException)) {
        failed(failure);
      } else {
        cycles.forget();
        health.failed(cycles.name(), failure.getMessage());
        LOG.warn(
            "{} plans cycles of at most half the size, after one of {} offsets: {}",
            cycles.name(),
            MemoryFaults.length(cycle),
            failure.getMessage());
        dueNanos = System.nanoTime() + settings.firstBackoff().toNanos();
      }
    }

    void failed(K2Exception failure) {
      cycles.forget();
      if (stop.isRequested()) {
        LOG.info("{} was stopped during a cycle; no table is half written", cycles.name());
        over = true;
        return;
      }
      String why = Printable.line(failure.getMessage());
      health.failed(cycles.name(), why);
      if (failure instanceof HoleException && settings.onHole() == OnHole.HOLD) {
        LOG.error("{} holds: {}", cycles.name(), why);
        dueNanos = System.nanoTime() + settings.maxBackoff().toNanos();
        return;
      }
      failures++;
      if (!failure.isRetried() || failures > settings.maxFailures()) {
        fatal = failure;
        over = true;
        LOG.atError()
            .setCause(trace(failure))
            .log("{} {}: {}", cycles.name(), isHeld() ? "holds" : "gives up", why);
        return;
      }
      Duration pause = settings.backoff(failures);
      LOG.atWarn()
          .setCause(traced ? null : trace(failure))
          .log(
              "{} failed {} of at most {} times in a row, retrying in {} ms: {}",
              cycles.name(),
              failures,
              settings.maxFailures(),
              pause.toMillis(),
              why);
      traced |= failure instanceof UnexpectedException;
      LOG.debug("Stack trace of the failure", failure);
      dueNanos = System.nanoTime() + pause.toNanos();
    }

    /** The stack trace for the log, of a defect or a missing class. */
    private static @Nullable Throwable trace(K2Exception failure) {
      return failure instanceof UnexpectedException
              || ExceptionUtils.indexOfType(failure, LinkageError.class) >= 0
          ? failure
          : null;
    }
  }
}
