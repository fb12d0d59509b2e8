package com.k2.marketdata.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.trade.Rejection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that replace the bundled symbol lists. */
class SymbolListTest {
  @TempDir Path folder;

  @Test
  void aCsvFileReplacesBinancesList() throws Exception {
    String path = file("\uFEFFquote_asset,note,symbol\r\nDT,odd,BTCUSDT\r\n\r\n");
    BinanceSymbols symbols = BinanceSymbols.load(path);
    assertThat(symbols.quoteAsset("BTCUSDT")).isEqualTo("DT");
    assertThat(symbols.quoteAsset("ETHUSDT")).isEqualTo("DT");
    assertThatThrownBy(() -> symbols.quoteAsset("ETHBTC")).isInstanceOf(Rejection.class);
  }

  @Test
  void cellsInQuotesMayContainCommas() throws Exception {
    String path = file("\"symbol\",note,quote_asset\n\"BTCUSDT\",\"odd, \"\"very\"\"\",\"DT\"\n");
    assertThat(BinanceSymbols.load(path).quoteAsset("BTCUSDT")).isEqualTo("DT");
  }

  @Test
  void exchangeInfoReplacesBinancesList() throws Exception {
    String path =
        file(
            """
            {"timezone": "UTC", "serverTime": 1680652799999, "rateLimits": [], "symbols": [
              {"symbol": "ETHBTC", "status": "TRADING", "baseAsset": "ETH", "quoteAsset": "BTC",
               "filters": [{"filterType": "PRICE_FILTER"}]}]}
            """);
    assertThat(BinanceSymbols.load(path).quoteAsset("ETHBTC")).isEqualTo("BTC");
  }

  @Test
  void aCsvFileReplacesKrakensList() throws Exception {
    String path = file("wsname,base_norm,quote_norm\nLUNA2/USD,LUNA,USD\n,ETH,USD\n");
    KrakenAssets assets = KrakenAssets.load(path);
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
    KrakenAssets assets = KrakenAssets.load(path);
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
        "{\"symbols\": [{\"symbol\": \"A\"}]} | field symbols[0].quoteAsset: expected text",
        "{\"symbols\": [5]} | field symbols[0].symbol: expected text that is not empty, found",
        "{\"symbols\":~~[,]} | line 3: expected JSON, found"
      })
  void errorsInBinancesListNameThePlace(String content, String error) throws IOException {
    String path = file(content.replace('~', '\n'));
    assertThatThrownBy(() -> BinanceSymbols.load(path))
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
    assertThatThrownBy(() -> KrakenAssets.load(path))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("The symbol list " + path + ", " + error);
  }

  @Test
  void unreadableFileIsNamed() throws IOException {
    assertThatThrownBy(() -> BinanceSymbols.load(folder.resolve("none.csv").toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("There is no symbol list at");
    assertThatThrownBy(() -> BinanceSymbols.load(folder.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot be read");
    Path binary = Files.write(folder.resolve("list.gz"), new byte[] {0x1f, (byte) 0x8b, 8});
    assertThatThrownBy(() -> KrakenAssets.load(binary.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not UTF-8 text");
  }

  private String file(String content) throws IOException {
    Path file = Files.createTempFile(folder, "list", "");
    return Files.write(file, content.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
