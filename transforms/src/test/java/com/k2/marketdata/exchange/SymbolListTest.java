package com.k2.marketdata.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.testing.WebFile;
import com.k2.marketdata.trade.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files and URLs that replace the bundled symbol lists. */
class SymbolListTest {
  private static final String EXCHANGE_INFO =
      """
      {"timezone": "UTC", "serverTime": 1680652799999, "rateLimits": [], "symbols": [
        {"symbol": "ETHBTC", "status": "TRADING", "baseAsset": "ETH", "quoteAsset": "BTC",
         "filters": [{"filterType": "PRICE_FILTER"}]},
        {"symbol": "BNBUSD", "status": "BREAK", "baseAsset": "BNB", "quoteAsset": "USD"}],
       "sors": []}
      """;

  @TempDir Path folder;

  @Test
  void aCsvFileReplacesBinancesList() throws Exception {
    String path =
        file("\uFEFFquote_asset,note,symbol\r\nDT,odd,BTCUSDT\r\nETH,even,ETHUSETH\r\n\r\n");
    BinanceSymbols symbols = BinanceSymbols.of(SymbolList.read(path));
    assertThat(symbols.quoteAsset("BTCUSDT")).isEqualTo("DT");
    assertThat(symbols.quoteAsset("ETHUSDT")).isEqualTo("DT");
    assertThatThrownBy(() -> symbols.quoteAsset("ETHBTC")).isInstanceOf(Rejection.class);
  }

  @Test
  void cellsInQuotesMayContainCommas() throws Exception {
    String path = file("\"symbol\",note,quote_asset\n\"BTCUSDT\",\"odd, \"\"very\"\"\",\"DT\"\n");
    assertThat(BinanceSymbols.of(SymbolList.read(path)).quoteAsset("BTCUSDT")).isEqualTo("DT");
  }

  @Test
  void exchangeInfoReplacesBinancesList() throws Exception {
    String path = file(EXCHANGE_INFO);
    assertThat(BinanceSymbols.of(SymbolList.read(path)).quoteAsset("ETHBTC")).isEqualTo("BTC");
  }

  @Test
  void aCsvFileReplacesKrakensList() throws Exception {
    String path = file("wsname,base_norm,quote_norm\nLUNA2/USD,LUNA,USD\n,ETH,USD\n");
    KrakenAssets assets = KrakenAssets.of(SymbolList.read(path));
    assertThat(assets.pair("LUNA2/XBT")).isEqualTo(new KrakenAssets.Pair("LUNA", "BTC"));
  }

  @Test
  void assetPairsReplaceKrakensList() throws Exception {
    String path =
        file(
            """
            {"error": [], "result": {
              "XETHZEUR": {"altname": "ETHEUR", "wsname": "ETH/EUR", "base": "XETH",
                           "quote": "ZEUR", "leverage_buy": [2, 3]},
              "XXBTZUSD.d": {"altname": "XBTUSD.d", "base": "XXBT", "quote": "ZUSD"}}}
            """);
    KrakenAssets assets = KrakenAssets.of(SymbolList.read(path));
    assertThat(assets.pair("XETH/ZEUR")).isEqualTo(new KrakenAssets.Pair("ETH", "EUR"));
    assertThat(assets.pair("XBT/EUR")).isEqualTo(new KrakenAssets.Pair("BTC", "EUR"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | line 1: expected a header with the columns symbol, quote_asset, found an empty file",
        "symbol,base_asset | line 1: expected a header with the columns symbol, quote_asset",
        "symbol,quote_asset | line 2: expected a row for each symbol, found nothing",
        "symbol,quote_asset~A,B~C | line 3: expected 2 fields, found 1 fields",
        "symbol,quote_asset~A, | line 2, column quote_asset: expected text, found nothing",
        "symbol,quote_asset~A,B~\"A,B | line 3: expected cells with quotes in pairs, found character",
        "symbol,quote_asset~\"A\"B,C | line 2: expected cells with quotes in pairs, found character",
        "{} | field symbols: expected the array of symbols of exchangeInfo, found nothing",
        "{\"symbols\": []} | field symbols: expected the array of symbols",
        "{\"symbols\": [{\"symbol\": \"A\"}]} | field symbols[0].baseAsset: expected text",
        "{\"symbols\": [5]} | field symbols[0].symbol: expected text that is not empty, found",
        "{\"symbols\": [{\"symbol\": \"AB\", \"baseAsset\": \"A\", \"quoteAsset\": \"B\"} |"
            + " line 1: expected JSON, found",
        "{\"symbols\": {}} | field symbols: expected the array of symbols of exchangeInfo, found \"{\"",
        "<html>~<body>Busy | line 1: expected a header with the columns symbol, quote_asset, found",
        "{\"symbols\":~~[,]} | line 3: expected JSON, found"
      })
  void errorsInBinancesListNameThePlace(String content, String error) throws IOException {
    String path = file(content.replace('~', '\n'));
    assertThatThrownBy(() -> BinanceSymbols.of(SymbolList.read(path)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("The symbol list " + path + ", " + error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "symbol,quote_asset~A,B | line 1: expected a header with the columns wsname, base_norm",
        "wsname,base_norm,quote_norm~XBTUSD,BTC,USD | line 2, column wsname: expected two assets",
        "{\"error\": [\"EGeneral\"]} | field error: expected an empty array, found [\"EGeneral\"]",
        "{\"error\": [], \"result\": {}} | field result: expected the object of pairs",
        "{\"result\": {\"A\": {\"wsname\": \"AB\"}}} | field result.A.wsname: expected two assets",
        "{\"result\": {\"A\": {\"wsname\": \"A/B\"}}} | field result.A.base: expected text"
      })
  void errorsInKrakensListNameThePlace(String content, String error) throws IOException {
    String path = file(content.replace('~', '\n'));
    assertThatThrownBy(() -> KrakenAssets.of(SymbolList.read(path)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("The symbol list " + path + ", " + error);
  }

  @Test
  void unreadableFileIsNamed() throws IOException {
    assertThatThrownBy(() -> SymbolList.read(folder.resolve("none.csv").toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("There is no symbol list at");
    assertThatThrownBy(() -> SymbolList.read(folder.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot be read");
    Path torn = Files.write(folder.resolve("list.gz"), new byte[] {0x1f, (byte) 0x8b, 8});
    assertThatThrownBy(() -> SymbolList.read(torn.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("list.gz cannot be read");
    Path binary = Files.write(folder.resolve("list.bin"), new byte[] {(byte) 0xff, 0});
    assertThatThrownBy(() -> SymbolList.read(binary.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not UTF-8 text");
  }

  @Test
  void urlAndGzipAreRead() throws Exception {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
      out.write(EXCHANGE_INFO.getBytes(StandardCharsets.UTF_8));
    }
    try (WebFile web = new WebFile()) {
      web.serve(200, gzipped.toByteArray());
      SymbolList list = SymbolList.read(web.url());
      assertThat(BinanceSymbols.of(list).quoteAsset("BNBUSD")).isEqualTo("USD");
    }
  }

  @Test
  void unreadableUrlIsASystemFault() {
    try (WebFile web = new WebFile()) {
      web.serve(503, "Busy".getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> SymbolList.read(web.url()))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContainingAll("The symbol list " + web.url(), "the server answered 503");
    }
    assertThatThrownBy(() -> SymbolList.read("http://127.0.0.1:1/list"))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("The symbol list http://127.0.0.1:1/list cannot be read");
  }

  @Test
  void hashDependsOnlyOnTheContents() throws IOException {
    String csv = "symbol,base_asset,quote_asset\nBNBUSD,BNB,USD\nETHBTC,ETH,BTC\n";
    String reordered = "base_asset,quote_asset,symbol\nETH,BTC,ETHBTC\n\nBNB,USD,BNBUSD\n";
    assertThat(hash(csv)).hasSize(64).isEqualTo(hash(reordered)).isEqualTo(hash(EXCHANGE_INFO));
    assertThat(hash(csv.replace("BNB,USD", "BN,BUSD"))).isNotEqualTo(hash(csv));
    assertThat(hash(csv + "BNBBTC,BNB,BTC")).isNotEqualTo(hash(csv));
    assertThat(KrakenAssets.of(null).sha256())
        .isNotEqualTo(KrakenAssets.of(list("wsname,base_norm,quote_norm\nA/B,A,B")).sha256());
  }

  /** A runner serializes the step for each task, so that its size must not grow with the list. */
  @Test
  void stepWithThousandsOfSymbolsStaysSmall() throws IOException {
    StringBuilder csv = new StringBuilder("symbol,base_asset,quote_asset\n");
    for (int i = 0; i < 5_000; i++) {
      csv.append("A%dUSDT,A%d,USDT\n".formatted(i, i));
    }
    Exchange binance = new Binance();
    RuleSettings settings = RuleSettings.DEFAULTS.withSymbolList(list(csv.toString()));
    JudgeTrades step =
        JudgeTrades.of(
            binance.rawSchema(), BundledSchema.of(binance.rawSchema()), binance.rules(settings));
    assertThat(SerializableUtils.serializeToByteArray(step)).hasSizeLessThan(80_000);
    assertThat(step.symbolListHash()).contains(BinanceSymbols.of(settings.symbolList()).sha256());
  }

  private static String hash(String content) {
    return BinanceSymbols.of(list(content)).sha256();
  }

  private static SymbolList list(String content) {
    return new SymbolList("list", content.getBytes(StandardCharsets.UTF_8));
  }

  private String file(String content) throws IOException {
    Path file = Files.createTempFile(folder, "list", "");
    return Files.write(file, content.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
