package com.k2.marketdata.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TradeFeedTest {
  @Test
  @Timeout(60)
  void closeEndsTheThreadWithoutAnError() {
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    // Nothing listens on this port, so the first message waits for the topic's metadata.
    TradeFeed feed = new TradeFeed("127.0.0.1:1", new TreeMap<>(Map.of("binance", 1)), 1_000, 7);
    Thread thread = thread().orElseThrow();
    thread.setUncaughtExceptionHandler((failed, failure) -> uncaught.add(failure));
    while (!isSending(thread)) {
      Thread.onSpinWait();
    }

    feed.close();

    assertThat(thread.isAlive()).isFalse();
    assertThat(uncaught).isEmpty();
  }

  private static Optional<Thread> thread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("trade-feed"))
        .findFirst();
  }

  private static boolean isSending(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("waitOnMetadata"));
  }
}
