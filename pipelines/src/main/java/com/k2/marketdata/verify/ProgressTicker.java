package com.k2.marketdata.verify;

import com.k2.marketdata.cycle.CycleRunner;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports a running pipeline's counters every few seconds, until it is stopped. */
final class ProgressTicker implements ContentStep.Progress {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressTicker.class);
  private static final int SECONDS = 5;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "k2-verify-progress");
            thread.setDaemon(true);
            return thread;
          });

  private ProgressTicker() {}

  static ProgressTicker start(CycleRunner runner, Consumer<Map<String, Long>> progress) {
    ProgressTicker ticker = new ProgressTicker();
    ticker.timer.scheduleWithFixedDelay(
        () -> tick(runner, progress), SECONDS, SECONDS, TimeUnit.SECONDS);
    return ticker;
  }

  private static void tick(CycleRunner runner, Consumer<Map<String, Long>> progress) {
    try {
      progress.accept(runner.counters());
    } catch (RuntimeException e) {
      LOG.debug("Progress could not be shown", e);
    }
  }

  @Override
  public void stop() {
    timer.shutdownNow();
  }
}
