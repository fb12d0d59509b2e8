package com.k2.marketdata.holes;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.deadletter.DeadLetterFiles;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I7: dead letters whose files were removed before they were appended hold every start. */
class I7LostIntentIT {
  private static final int HOLE = 4;
  private static final String WITHOUT_BTCUSDT =
      "{\"symbols\": [{\"symbol\": \"ETHEUR\", \"baseAsset\": \"ETH\", \"quoteAsset\":"
          + " \"EUR\"}]}";

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  private enum Lost {
    DATA_FILE,
    LIST
  }

  @ParameterizedTest
  @CsvSource({"medallion, DATA_FILE", "silver, LIST"})
  void lostDeadLettersAreJudgedAgain(String pipeline, Lost lost) {
    Market market = market();
    run(market, pipeline);
    market.publish(0, 10);
    market.publish(1, 7);
    run(market, pipeline);
    List<String> deadLetters = market.tables().contents(DEAD_LETTERS);
    lose(market, lost);
    Map<String, Long> before = market.snapshots();

    market
        .run(pipeline)
        .failed(HOLE, DEAD_LETTERS, market.ledger(SILVER).cycle(), "exist", "k2 ledger mend");
    assertThat(market.snapshots()).isEqualTo(before);

    assertThat(mend(market).succeeded().out()).contains("framing_invalid");
    assertThat(market.tables().contents(DEAD_LETTERS)).isEqualTo(deadLetters);
    market.assertVerified();
    market.publish(0, 10);
    run(market, pipeline);
    market.assertExactlyOnce();
    market.assertEqualsKafka();
  }

  @Test
  void messagesThatAreGoneAreRefused() {
    Market market = market();
    market.run("medallion").succeeded();
    lose(market, Lost.DATA_FILE);
    kafka.deleteBefore(market.topic(), 0, 6);
    ForeignTool.deleteRows(market.table(BRONZE));

    mend(market).failed(HOLE, "neither has offsets 0, 5 of partition 0");
  }

  @Test
  void silverRowsThatAreGoneAreRefused() {
    Market market = market();
    market.run("medallion").succeeded();
    lose(market, Lost.DATA_FILE);
    ForeignTool.deleteRows(market.table(SILVER));

    mend(market).failed(HOLE, "silver has lost rows too");
  }

  @Test
  void rulesThatAcceptAreRefused() throws IOException {
    Market market = market();
    Path symbols = state.resolve("symbols.json");
    Files.writeString(symbols, WITHOUT_BTCUSDT);
    String strict = "--symbolList=" + symbols;
    market.run("medallion", strict).succeeded();
    lose(market, Lost.LIST);

    mend(market).failed(HOLE, "The rules accept", "--symbolList");
    market.command("ledger", "mend", "--yes", strict).succeeded();
    assertThat(market.coordinates(DEAD_LETTERS)).isEqualTo(market.messages());
  }

  private Market market() {
    Market market = Market.open(kafka, state, 2);
    market.publish(0, 12);
    market.publish(1, 8);
    return market;
  }

  private static void run(Market market, String pipeline) {
    if (pipeline.equals("silver")) {
      market.run("bronze").succeeded();
    }
    market.run(pipeline).succeeded();
  }

  private static K2Run mend(Market market) {
    return market.command("ledger", "mend", "--yes");
  }

  /**
   * Takes the append of the newest dead letters back, and removes what it would be repeated from.
   */
  private static void lose(Market market, Lost lost) {
    Table table = market.table(DEAD_LETTERS);
    String list = market.ledger(SILVER).intent().list();
    List<DataFile> files = DeadLetterFiles.read(table, list);
    List<DataFile> kept = lost == Lost.LIST ? files : List.of();
    market.rollBack(DEAD_LETTERS, 1);
    Table rolledBack = market.table(DEAD_LETTERS);
    rolledBack
        .expireSnapshots()
        .expireOlderThan(System.currentTimeMillis() + 1)
        .retainLast(1)
        .deleteWith(location -> delete(rolledBack, location, kept))
        .commit();
    if (lost == Lost.LIST) {
      table.io().deleteFile(list);
    }
  }

  private static void delete(Table table, String location, List<DataFile> kept) {
    if (kept.stream().noneMatch(file -> file.location().equals(location))) {
      table.io().deleteFile(location);
    }
  }
}
