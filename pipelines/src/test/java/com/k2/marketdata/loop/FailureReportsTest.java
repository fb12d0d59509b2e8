package com.k2.marketdata.loop;

import static com.k2.marketdata.loop.LoopFixture.EVERY_MILLISECOND;
import static com.k2.marketdata.loop.LoopFixture.ONCE;
import static com.k2.marketdata.loop.LoopFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UnexpectedException;
import com.k2.marketdata.options.CycleOptions.OnHole;
import com.k2.marketdata.testing.FakeCycles;
import com.k2.marketdata.testing.LogLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the log and the health file say about failures and warnings. */
@Timeout(30)
class FailureReportsTest {
  private final LoopFixture loop = new LoopFixture();

  @Test
  void unexpectedErrorIsRetriedAndLogged() {
    List<RuntimeException> defects =
        List.of(
            new NullPointerException("first"),
            new NullPointerException("second"),
            new NullPointerException("third"),
            new IllegalStateException("last"));
    FakeCycles cycles = new FakeCycles("binance");
    defects.forEach(cycles::fail);

    try (LogLines log = LogLines.listen()) {
      assertThatThrownBy(() -> loop.run(settings(true, 3, OnHole.EXIT), cycles))
          .isInstanceOfSatisfying(
              UnexpectedException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNEXPECTED))
          .hasMessageContaining("last");

      assertThat(cycles.planned()).isEqualTo(4);
      assertThat(log.traces())
          .extracting(Throwable::getCause)
          .containsExactly(defects.get(0), defects.get(3));
    }
  }

  @Test
  void traceIsLoggedOncePerSeriesOfFailures() {
    FakeCycles cycles = new FakeCycles("binance");
    for (int i = 0; i < 2; i++) {
      cycles
          .fail(new SystemFaultException("away"))
          .fail(new IllegalStateException("odd"))
          .work(1)
          .idle(1);
    }
    try (LogLines log = LogLines.listen()) {
      cycles.thenRun(loop.stop()::request);
      loop.run(EVERY_MILLISECOND, cycles);
      assertThat(log.traces()).hasSize(2);
    }
  }

  @Test
  void systemFaultIsLoggedWithoutATrace() {
    FakeCycles cycles = new FakeCycles("binance");
    for (int i = 0; i < 3; i++) {
      cycles.fail(new UncheckedIOException(new ConnectException("refused")));
    }
    try (LogLines log = LogLines.listen()) {
      assertThatThrownBy(() -> loop.run(ONCE, cycles)).isInstanceOf(SystemFaultException.class);
      assertThat(log.traces()).isEmpty();
    }
  }

  @Test
  void healthFileNamesFailingExchanges(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("health");
    List<String> seen = new ArrayList<>();
    FakeCycles failing =
        new FakeCycles("binance").fail(new HoleException("gone\n\u001b[2J")).idle(1);
    FakeCycles healthy =
        new FakeCycles("kraken")
            .thenRun(
                () -> {
                  seen.add(read(file));
                  loop.stop().request();
                });
    loop.withHealthFile(file).run(settings(false, 2, OnHole.HOLD), failing, healthy);
    assertThat(seen.get(0)).isEqualTo("unhealthy\nbinance: gone\\n\\u001b[2J\n");
  }

  @Test
  void warningMakesASucceedingExchangeUnhealthy(@TempDir Path folder) {
    Path file = folder.resolve("health");
    FakeCycles cycles = new FakeCycles("binance").warn("a transaction is open").work(1);

    loop.withHealthFile(file).run(settings(true, 2, OnHole.EXIT), cycles);

    assertThat(cycles.confirmed()).hasSize(1);
    assertThat(read(file)).isEqualTo("unhealthy\nbinance: a transaction is open\n");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
