package com.k2.marketdata.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.k2.marketdata.trade.Excerpt;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Rejection;
import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Finds the quote asset of a Binance symbol, in which no separator divides the two assets.
 *
 * <p>For a listed symbol it is the quote asset in the list. An unlisted symbol has the longest
 * listed quote asset that it ends with, if it has the form of a symbol: upper-case letters of any
 * script and ASCII digits, at most {@value #MAX_CHARS} characters (Binance lists {@code 币安人生USDT}),
 * with a base asset before the quote asset. Lower case, spaces, underscores (delivery futures such
 * as {@code BTCUSD_200925}) and everything else are {@code symbol_unknown_form}.
 */
final class BinanceSymbols implements Serializable {
  private static final int MAX_CHARS = 50;

  private final Map<String, String> quoteAssetBySymbol;
  private final List<String> quoteAssetsLongestFirst;

  private BinanceSymbols(Map<String, String> quoteAssetBySymbol, Collection<String> quoteAssets) {
    this.quoteAssetBySymbol = Map.copyOf(quoteAssetBySymbol);
    Set<String> distinct = new HashSet<>(quoteAssets);
    distinct.addAll(quoteAssetBySymbol.values());
    this.quoteAssetsLongestFirst =
        distinct.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /**
   * Loads the bundled list, or the file that replaces it: CSV with the columns symbol and
   * quote_asset, or the unchanged response of Binance's exchangeInfo.
   */
  static BinanceSymbols load(@Nullable String path) {
    if (path == null) {
      List<String> quoteAssets =
          SymbolFile.bundled("symbols/binance_quote_assets.csv").rows("quote_asset").stream()
              .map(row -> row.required("quote_asset"))
              .toList();
      return new BinanceSymbols(
          fromCsv(SymbolFile.bundled("symbols/binance_symbols.csv")), quoteAssets);
    }
    SymbolFile file = SymbolFile.at(path);
    return new BinanceSymbols(file.isJson() ? fromExchangeInfo(file) : fromCsv(file), List.of());
  }

  private static Map<String, String> fromCsv(SymbolFile file) {
    Map<String, String> quoteAssets = new HashMap<>();
    for (SymbolFile.Row row : file.rows("symbol", "quote_asset")) {
      quoteAssets.put(row.required("symbol"), row.required("quote_asset"));
    }
    return quoteAssets;
  }

  private static Map<String, String> fromExchangeInfo(SymbolFile file) {
    JsonNode symbols = file.json().path("symbols");
    if (!symbols.isArray() || symbols.isEmpty()) {
      throw file.wrong(
          "field symbols",
          "the array of symbols of exchangeInfo",
          symbols.isMissingNode() ? "nothing" : Excerpt.of(symbols.toString()));
    }
    Map<String, String> quoteAssets = new HashMap<>();
    for (int i = 0; i < symbols.size(); i++) {
      String at = "symbols[" + i + "]";
      quoteAssets.put(
          file.text(symbols.get(i), at, "symbol"), file.text(symbols.get(i), at, "quoteAsset"));
    }
    return quoteAssets;
  }

  /** The asset that the price of the symbol is in. */
  String quoteAsset(String symbol) throws Rejection {
    String listed = quoteAssetBySymbol.get(symbol);
    if (listed != null) {
      return listed;
    }
    if (hasSymbolForm(symbol)) {
      for (String quoteAsset : quoteAssetsLongestFirst) {
        if (symbol.length() > quoteAsset.length() && symbol.endsWith(quoteAsset)) {
          return quoteAsset;
        }
      }
    }
    throw new Rejection(
        RejectReason.SYMBOL_UNKNOWN_FORM,
        Excerpt.of(symbol) + " is not listed and is not a base asset with a known quote asset");
  }

  private static boolean hasSymbolForm(String symbol) {
    return symbol.length() <= MAX_CHARS
        && symbol.codePoints().allMatch(AssetNames::isUpperCaseOrDigit);
  }
}
