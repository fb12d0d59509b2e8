package com.k2.marketdata.maintenance;

import static com.k2.marketdata.testing.Market.BRONZE;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LakeCounts;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * I8: maintenance in a loop, as aggressive as is sound, beside pipelines without a pause, replays
 * in a loop and queries. No writer fails, and no query counts wrong. Every second message is
 * rejected by the pipelines, whose {@code --maxTradeAge} is low, and accepted by the replays; every
 * tenth is invalid by any rule.
 */
class I8MaintainLoadIT {
  private static final Logger LOG = LoggerFactory.getLogger(I8MaintainLoadIT.class);

  private static final String CYCLE_AGE = "--maxCycleAge=30s";
  private static final String[] STRICT = {"--maxTradeAge=1d", "--maxRejectedShare=1"};
  private static final long TWO_DAYS = Duration.ofDays(2).toMillis();
  private static final int PARTITIONS = 2;
  private static final int BATCH = 20;

  /** How much a pipeline has to process at least, however slow the machine is. */
  private static final int MIN_BATCHES = 10;

  private static final Duration SLOW = Duration.ofMinutes(5);

  /** A slow machine may need more than the maximum age, after which a cycle is planned again. */
  private static final String TOO_OLD = "maximum age";

  private static final Pattern FAILURE =
      Pattern.compile("(?m)^.* (?:times in a row|gives up|FAILED:).*$");
  private static final Pattern STEP =
      Pattern.compile("(?m)^\\w+ +(compact|expire|orphans) +done +\\d+ +[\\d.]+ +(.*)$");
  private static final Pattern COUNT = Pattern.compile("(\\d+) ([a-z ]+)");

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  private Market market;
  private long published;
  private long queries;
  private long replays;
  private LakeCounts counts;

  /** The figures of a run, for the log. */
  private final Map<String, Long> figures = new TreeMap<>();

  @Test
  void writersAndReadersAreNotDisturbed() throws IOException {
    run(Duration.ofSeconds(15));
  }

  @Test
  @Tag("long")
  void writersAndReadersAreNotDisturbedForLong() throws IOException {
    run(Duration.ofSeconds(150));
  }

  /** Runs medallion for this time, and then bronze and silver. */
  private void run(Duration each) throws IOException {
    market = Market.open(kafka, state, PARTITIONS);
    publish(BATCH);
    market.run("medallion", strict(CYCLE_AGE, "--maxFailedCycles=5")).succeeded();
    counts = LakeCounts.of(state);
    Path orphan = plantOrphan(market.table(BRONZE));
    AtomicBoolean over = new AtomicBoolean();
    try (DriverProcess maintain = startMaintain()) {
      CompletableFuture<Void> replaying = CompletableFuture.runAsync(() -> replayUntil(over));
      beside(each, maintain, replaying, List.of(start("medallion", STRICT)));
      beside(each, maintain, replaying, List.of(start("bronze"), start("silver", STRICT)));
      over.set(true);
      replaying.join();
      assertMaintained(maintain);
    }
    assertThat(orphan).doesNotExist();
    assertComplete();
    LOG.info(
        "In 2 * {} s: {} messages, {} queries, {} replays, {}, at last {}",
        each.toSeconds(),
        published,
        queries,
        replays,
        figures,
        counts);
  }

  /** Publishes and queries while these pipelines run, and stops them. */
  private void beside(
      Duration time,
      DriverProcess maintain,
      CompletableFuture<Void> replaying,
      List<DriverProcess> pipelines) {
    try {
      pipelines.forEach(pipeline -> pipeline.awaitLog("starts on"));
      long begin = System.nanoTime();
      long enough = counts.judged() + MIN_BATCHES * BATCH * PARTITIONS;
      while (System.nanoTime() - begin < time.toNanos() || counts.judged() < enough) {
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(time.plus(SLOW));
        publish(BATCH);
        LakeCounts next = LakeCounts.of(state);
        next.requireCorrectAfter(counts);
        counts = next;
        queries++;
        pipelines.forEach(pipeline -> assertThat(pipeline.isAlive()).as(pipeline::log).isTrue());
        assertThat(maintain.isAlive()).as(maintain::log).isTrue();
        assertThat(replaying).isNotDone();
      }
      for (DriverProcess pipeline : pipelines) {
        pipeline.stop();
        assertThat(pipeline.exitCode()).as(pipeline::log).isEqualTo(143);
        assertNothingFailed(pipeline.log());
        add("cycles", pipeline.log().lines().filter(line -> line.contains(" accepted=")).count());
      }
    } finally {
      pipelines.forEach(DriverProcess::close);
    }
  }

  private void replayUntil(AtomicBoolean over) {
    while (!over.get()) {
      K2Run replay = market.command("replay", "--execute");
      if (!replay.err().contains(TOO_OLD)) {
        replays += replay.succeeded().out().contains("Added ") ? 1 : 0;
      }
    }
  }

  private void assertMaintained(DriverProcess maintain) {
    Await.until(
        "each step has had something to do",
        () ->
            STEP.matcher(maintain.log()).results().map(step -> step.group(1)).distinct().count()
                == 3,
        maintain::log);
    maintain.stop();
    assertThat(maintain.exitCode()).as(maintain::log).isEqualTo(143);
    assertNothingFailed(maintain.log());
    Matcher step = STEP.matcher(maintain.log());
    while (step.find()) {
      add(step.group(1) + " steps", 1);
      Matcher count = COUNT.matcher(step.group(2));
      while (count.find()) {
        String what = count.group(2).replaceFirst("s$", "");
        add(step.group(1) + " " + what, Long.parseLong(count.group(1)));
      }
    }
  }

  private static void assertNothingFailed(String log) {
    assertThat(FAILURE.matcher(log).results().map(found -> found.group()))
        .allMatch(line -> line.contains(TOO_OLD));
  }

  private void assertComplete() {
    market.run("medallion", strict()).succeeded();
    market.command("replay", "--execute").succeeded();
    market.assertExactlyOnceIn(BRONZE);
    LakeCounts last = LakeCounts.of(state);
    last.requireCorrectAfter(counts);
    assertThat(last.bronze()).isEqualTo(published);
    assertThat(last.silver() - last.replayed() + last.deadLetters()).isEqualTo(published);
    assertThat(last.replayed()).isEqualTo(published / 2);
    counts = last;
    market.assertVerified();
    market.assertEqualsKafka();
  }

  private DriverProcess start(String pipeline, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("--trigger=1ms", CYCLE_AGE, "--maxFailedCycles=5", "--retryBackoff=100ms"));
    all.addAll(List.of(options));
    return market.startProcess(pipeline, all);
  }

  private DriverProcess startMaintain() {
    return market.startMaintain(
        "--execute",
        "--trigger=1ms",
        "--young",
        "--settle=0s",
        "--snapshotAge=0s",
        "--minSnapshots=2",
        "--maxSnapshots=2",
        "--orphanAge=60s");
  }

  private static String[] strict(String... options) {
    return Stream.concat(Stream.of(STRICT), Stream.of(options)).toArray(String[]::new);
  }

  /** Publishes to each partition. */
  private void publish(int count) {
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < count * PARTITIONS; i++, published++) {
        boolean old = published / PARTITIONS % 2 == 1;
        boolean invalid = !old && published / PARTITIONS % 5 == 0;
        publisher.sendLater(
            market.topic(),
            (int) (published % PARTITIONS),
            NumberedTrades.millis(published) + (old ? TWO_DAYS : 0),
            invalid ? new byte[] {1, 2} : NumberedTrades.binance(published));
      }
      publisher.flush();
    }
  }

  private void add(String what, long count) {
    figures.merge(what, count, Long::sum);
  }

  private static Path plantOrphan(Table table) throws IOException {
    Path file = Path.of(URI.create(table.location())).resolve("data/lost.parquet");
    Files.write(file, new byte[] {1, 2, 3});
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    return file;
  }
}
