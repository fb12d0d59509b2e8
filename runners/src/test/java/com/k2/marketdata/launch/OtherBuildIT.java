package com.k2.marketdata.launch;

import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cycle.Version;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.lake.ledger.JudgedBy;
import com.k2.marketdata.stack.process.JavaClassPath;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build of K2 continues where a driver of another build was killed. */
class OtherBuildIT {
  private static final String FORMER = "0.0.1-former";
  private static final String SMALL_CYCLES = "--maxRecordsPerCycle=20";

  /** The first commit starts the ledger, so this is that of the second cycle. */
  private static final String KILL = "halt_after@silver_binance_trades#3";

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path folder;

  @Test
  void pendingDeadLettersOfAnotherBuildAreAppended() throws IOException {
    Path state = folder.resolve("state");
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 60);
    List<String> options = new ArrayList<>(FaultyCatalog.options(state, Fault.parse(KILL)));
    options.add(SMALL_CYCLES);
    try (DriverProcess former = startFormer(market, options)) {
      assertThat(former.exitCode()).as(former::log).isEqualTo(FaultyCatalog.HALTED);
      assertThat(former.log()).contains(", K2 " + FORMER);
    }
    assertThat(market.position(SILVER)).containsEntry(0, 40L);
    assertThat(market.position(DEAD_LETTERS)).containsEntry(0, 20L);

    try (DriverProcess today = market.startProcess("medallion", List.of(SMALL_CYCLES))) {
      assertThat(today.exitCode()).as(today::log).isEqualTo(ExitCode.DONE.code());
      assertThat(today.log()).contains("ended before its dead letters were appended");
    }

    market.assertExactlyOnce();
    market.k2("verify", "--runner=DirectRunner", "--contents").succeeded();
    assertThat(market.ledger(SILVER).judged())
        .extracting(JudgedBy::version)
        .containsExactly(FORMER, Version.get());
    assertThat(market.tables().rows(DEAD_LETTERS))
        .hasSize(12)
        .allSatisfy(
            row ->
                assertThat(row.getField("pipeline_version"))
                    .isEqualTo((long) row.getField("kafka_offset") < 40 ? FORMER : Version.get()));
  }

  /** This build with another version, which it reads from its class path. */
  private DriverProcess startFormer(Market market, List<String> options) throws IOException {
    Path classes = folder.resolve("former");
    Path version =
        classes.resolve(Version.class.getPackageName().replace('.', '/') + "/version.properties");
    Files.createDirectories(version.getParent());
    Files.writeString(version, "version=" + FORMER + "\n");
    return market.startProcess(
        List.of("-Xmx512m"),
        Map.of("CLASSPATH", classes + File.pathSeparator + JavaClassPath.current()),
        "medallion",
        options);
  }
}
