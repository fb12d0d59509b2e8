package com.k2.marketdata.torture;

import com.k2.marketdata.bench.load.TradeFeed;
import com.k2.marketdata.check.CheckResult;
import com.k2.marketdata.check.IndependentCheck;
import com.k2.marketdata.check.LakeTables;
import com.k2.marketdata.check.kafka.KafkaSource;
import com.k2.marketdata.check.rules.WriterSchemas;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.torture.driver.Driver;
import com.k2.marketdata.torture.driver.Engine;
import com.k2.marketdata.torture.driver.Job;
import com.k2.marketdata.torture.driver.JvmDriver;
import com.k2.marketdata.torture.driver.SignalShell;
import com.k2.marketdata.torture.driver.Window;
import com.k2.marketdata.torture.fault.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Servers, tables and drivers on this machine, in one folder. {@link #close} ends all processes; it
 * may be called by another thread at any time.
 */
final class LocalArena implements Arena, AutoCloseable {
  private static final String NAMESPACE = "market_data";
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(10);

  private static final List<String> EXCHANGES = List.of("binance", "kraken");

  private final Path folder;
  private final Path logs;
  private final String heap;
  private final LocalServers servers;
  private final SignalShell signals = new SignalShell();
  private final CommittedTables committed;
  private @Nullable TradeFeed feed;
  private final List<Driver> drivers = new ArrayList<>();
  private int started;
  private boolean closed;

  /**
   * The arena of a folder; nothing is started yet.
   *
   * @param heap maximum heap of each driver
   */
  LocalArena(Path folder, String heap) {
    this.folder = folder;
    this.logs = folder.resolve("logs");
    this.heap = heap;
    this.servers = new LocalServers(folder);
    this.committed = new CommittedTables(LocalCatalog.in(state(), NAMESPACE));
  }

  /**
   * Starts the servers and the messages.
   *
   * @param perSecond messages per second, of both exchanges together
   */
  void open(int perSecond, long seed) {
    try {
      Files.createDirectories(logs);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create folder " + logs, e);
    }
    servers.start(EXCHANGES);
    feed = new TradeFeed(servers.bootstrap(), servers.schemaIds(), perSecond, seed);
  }

  @Override
  public Driver start(Job job, Engine engine) {
    return start(job, engine, "--trigger=500ms");
  }

  private synchronized Driver start(Job job, Engine engine, String trigger) {
    if (closed) {
      throw new IllegalStateException("The run was ended");
    }
    List<String> arguments = new ArrayList<>(engine.options());
    arguments.addAll(
        List.of(
            trigger,
            "--exchange=" + String.join(",", EXCHANGES),
            "--bootstrapServers=" + servers.bootstrap(),
            "--schemaRegistry=" + servers.registryUrl(),
            "--state=" + state(),
            // A driver must outlive the broker's faults, and end at a fault of its own.
            "--maxFailedCycles=1000000",
            "--retryBackoff=200ms",
            "--maxRetryBackoff=1s",
            "--onHole=exit"));
    String name = String.format("%04d-%s-%s.log", ++started, job.pipeline(), engine);
    Driver driver = JvmDriver.start(job, heap, arguments, logs.resolve(name), signals);
    drivers.add(driver);
    return driver;
  }

  @Override
  public Window windowOf(Driver driver) {
    return committed.windowOf(driver);
  }

  @Override
  public synchronized void killDrivers() {
    drivers.forEach(Driver::kill);
    drivers.clear();
  }

  @Override
  public void killBroker() {
    servers.killBroker();
  }

  @Override
  public synchronized void restartBroker() {
    if (!closed) {
      servers.restartBroker();
    }
  }

  @Override
  public CheckResult check(Setup setup) {
    feed.pause();
    try {
      setup.layout().jobs().forEach(job -> catchUp(job, setup.engine()));
      return EXCHANGES.stream().map(this::check).reduce(CheckResult::plus).orElseThrow();
    } finally {
      feed.resume();
    }
  }

  private void catchUp(Job job, Engine engine) {
    Driver driver = start(job, engine, "--trigger=once");
    OptionalInt code = driver.awaitExit(CAUGHT_UP_WITHIN);
    if (code.isEmpty() || code.getAsInt() != 0) {
      throw UnexpectedEndException.of(driver, "catch up and end with exit code 0", code);
    }
  }

  private CheckResult check(String exchange) {
    return IndependentCheck.of(
            KafkaSource.of(servers.bootstrap(), Exchanges.named(exchange).topic()),
            LakeTables.inState(state(), exchange),
            WriterSchemas.inRegistry(servers.registryUrl()))
        .run();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (feed != null) {
      feed.close();
    }
    killDrivers();
    signals.close();
    servers.close();
  }

  private Path state() {
    return folder.resolve("state");
  }
}
