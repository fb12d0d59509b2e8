package com.k2.marketdata.loop;

import com.k2.marketdata.cycle.CycleReport;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.RejectedShareException;
import com.k2.marketdata.failure.TableMismatchException;
import com.k2.marketdata.failure.UnforeseenException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.CycleOptions.OnHole;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the cycles of one or several exchanges in turn until all are done, or until it is stopped.
 * One exchange's failure does not hold up the others: it is planned anew after a back-off, and only
 * when that has not helped for a number of cycles the loop ends with it. What nobody foresaw is
 * logged with its trace the first time in a row, and when the exchange gives up.
 */
public final class CycleLoop {
  private static final Logger LOG = LoggerFactory.getLogger(CycleLoop.class);

  private final CycleRunner runner;
  private final LoopSettings settings;
  private final StopSignal stop;
  private final List<Lane> lanes;
  private final HealthFile health;

  public CycleLoop(
      CycleRunner runner, LoopSettings settings, StopSignal stop, List<ExchangeCycles> exchanges) {
    this.runner = runner;
    this.settings = settings;
    this.stop = stop;
    this.health = new HealthFile(settings.healthFile());
    this.lanes = exchanges.stream().map(Lane::new).toList();
  }

  /**
   * Runs to the end.
   *
   * @throws K2Exception that an exchange could not get over
   */
  public void run() {
    while (!stop.isRequested()) {
      for (Lane lane : lanes) {
        if (lane.isDue() && !stop.isRequested()) {
          turn(lane);
        }
      }
      if (lanes.stream().allMatch(lane -> lane.over)) {
        break;
      }
      Optional<Lane> given = lanes.stream().filter(lane -> lane.fatal != null).findFirst();
      if (given.isPresent() && !settings.once()) {
        break;
      }
      stop.await(Duration.ofNanos(nanosToNextTurn()));
    }
    for (Lane lane : lanes) {
      if (lane.fatal != null) {
        throw lane.fatal;
      }
    }
  }

  private void turn(Lane lane) {
    long begin = System.nanoTime();
    try {
      Optional<ExchangeCycles.Cycle> cycle = lane.cycles.plan();
      if (cycle.isPresent()) {
        Pipeline pipeline =
            runner.newPipeline(lane.cycles.name() + "-" + cycle.get().id(), cycle.get().tasks());
        cycle.get().build(pipeline);
        CycleReport report = lane.cycles.confirm(cycle.get(), runner.run(pipeline));
        LOG.info("{} {}", lane.cycles.name(), report.line(millisSince(begin)));
      }
      lane.succeeded(cycle.isPresent(), begin);
    } catch (RuntimeException | Error e) {
      lane.failed(Diagnosis.of(e));
    }
  }

  private long nanosToNextTurn() {
    long now = System.nanoTime();
    return lanes.stream()
        .filter(lane -> !lane.over)
        .mapToLong(lane -> Math.max(0, lane.dueNanos - now))
        .min()
        .orElse(0);
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  /** One exchange's way through the loop. */
  private final class Lane {
    private final ExchangeCycles cycles;
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

    void succeeded(boolean didWork, long begin) {
      failures = 0;
      traced = false;
      health.well(cycles.name());
      if (settings.once()) {
        over = !didWork;
        dueNanos = System.nanoTime();
      } else {
        dueNanos = begin + settings.interval().toNanos();
      }
    }

    void failed(K2Exception failure) {
      cycles.forget();
      if (stop.isRequested()) {
        LOG.info("{} stopped within a cycle; nothing of it is half done", cycles.name());
        over = true;
        return;
      }
      health.ill(cycles.name(), failure.getMessage());
      if (failure instanceof HoleException && settings.onHole() == OnHole.HOLD) {
        LOG.error("{} holds: {}", cycles.name(), failure.getMessage());
        dueNanos = System.nanoTime() + settings.maxBackoff().toNanos();
        return;
      }
      failures++;
      boolean hopeless =
          failure instanceof HoleException
              || failure instanceof ConflictException
              || failure instanceof RejectedShareException
              || failure instanceof TableMismatchException
              || failure instanceof UsageException;
      if (hopeless || failures > settings.maxFailures()) {
        fatal = failure;
        over = true;
        LOG.atError()
            .setCause(trace(failure))
            .log("{} gives up: {}", cycles.name(), failure.getMessage());
        return;
      }
      Duration pause = settings.backoff(failures);
      LOG.atWarn()
          .setCause(traced ? null : trace(failure))
          .log(
              "{} failed {} of at most {} times in a row, again in {} ms: {}",
              cycles.name(),
              failures,
              settings.maxFailures(),
              pause.toMillis(),
              failure.getMessage());
      traced |= failure instanceof UnforeseenException;
      LOG.debug("The failure in full", failure);
      dueNanos = System.nanoTime() + pause.toNanos();
    }

    /** What the log shows behind the message: a failure with a name needs no trace. */
    private static @Nullable Throwable trace(K2Exception failure) {
      return failure instanceof UnforeseenException ? failure : null;
    }
  }
}
