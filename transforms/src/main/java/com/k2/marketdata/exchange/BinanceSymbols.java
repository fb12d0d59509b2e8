package com.k2.marketdata.exchange;

import com.k2.marketdata.trade.Excerpt;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Rejection;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Finds the quote asset of a Binance symbol, in which no separator divides the two assets.
 *
 * <p>For a listed symbol it is the quote asset in the list. An unlisted symbol is split only if
 * exactly one split gives a listed base asset and a listed quote asset: {@code BNBUSD} is BNB and
 * USD, because BN is not listed. A multiple of a listed base asset, such as {@code 1000SHIB},
 * counts as listed. A symbol that ends with a listed quote asset and has no such split, or several,
 * is {@code quote_asset_ambiguous}: {@code GALAEUR} may be GAL and AEUR.
 *
 * <p>Everything else is {@code symbol_unknown_form}: symbols that end with no listed quote asset,
 * are longer than {@value #MAX_CHARS} characters, or have other characters than upper-case letters
 * of any script and ASCII digits (Binance lists {@code 币安人生USDT}), such as delivery futures ({@code
 * BTCUSD_200925}).
 */
final class BinanceSymbols implements Serializable {
  private static final int MAX_CHARS = 50;

  /** The prefixes with which Binance names multiples of an asset. */
  private static final List<String> MULTIPLES = List.of("1000000", "1000", "1M");

  private final Map<String, String> quoteAssetBySymbol = new HashMap<>();
  private final Set<String> baseAssets = new HashSet<>();
  private final Set<String> quoteAssets;
  private final int longestQuoteAsset;
  private final String sha256;

  /** A listed symbol and its assets; the base asset is empty if the list does not give it. */
  private record Listed(String symbol, String baseAsset, String quoteAsset) {
    String entry() {
      return symbol + " " + baseAsset + " " + quoteAsset;
    }
  }

  /**
   * @param moreQuoteAssets quote assets in addition to those of the symbols
   */
  private BinanceSymbols(List<Listed> symbols, Collection<String> moreQuoteAssets) {
    quoteAssets = new HashSet<>(moreQuoteAssets);
    for (Listed symbol : symbols) {
      quoteAssetBySymbol.put(symbol.symbol, symbol.quoteAsset);
      quoteAssets.add(symbol.quoteAsset);
      if (!symbol.baseAsset.isEmpty()) {
        baseAssets.add(symbol.baseAsset);
      }
    }
    longestQuoteAsset = quoteAssets.stream().mapToInt(String::length).max().orElse(0);
    sha256 =
        ContentHash.of(
            Stream.concat(symbols.stream().map(Listed::entry), quoteAssets.stream()).distinct());
  }

  /**
   * Reads the bundled list, or the list that replaces it: CSV with the columns symbol and
   * quote_asset and optionally base_asset, or the unchanged response of Binance's exchangeInfo.
   *
   * @param list null for the bundled one
   */
  static BinanceSymbols of(@Nullable SymbolList list) {
    if (list == null) {
      List<String> quoteAssets =
          SymbolList.bundled("symbols/binance_quote_assets.csv").rows("quote_asset").stream()
              .map(row -> row.required("quote_asset"))
              .toList();
      return new BinanceSymbols(
          fromCsv(SymbolList.bundled("symbols/binance_symbols.csv")), quoteAssets);
    }
    return new BinanceSymbols(list.isJson() ? fromExchangeInfo(list) : fromCsv(list), List.of());
  }

  private static List<Listed> fromCsv(SymbolList list) {
    List<Listed> symbols = new ArrayList<>();
    for (SymbolList.Row row : list.rows("symbol", "quote_asset")) {
      String symbol = row.required("symbol");
      String quoteAsset = row.required("quote_asset");
      String baseAsset = row.optional("base_asset");
      symbols.add(
          new Listed(
              symbol,
              baseAsset.isEmpty() && symbol.endsWith(quoteAsset)
                  ? symbol.substring(0, symbol.length() - quoteAsset.length())
                  : baseAsset,
              quoteAsset));
    }
    return symbols;
  }

  private static List<Listed> fromExchangeInfo(SymbolList list) {
    List<Listed> symbols = new ArrayList<>();
    list.elements(
        "symbols",
        "the array of symbols of exchangeInfo",
        (at, symbol) ->
            symbols.add(
                new Listed(
                    list.text(symbol, at, "symbol"),
                    list.text(symbol, at, "baseAsset"),
                    list.text(symbol, at, "quoteAsset"))));
    return symbols;
  }

  /** Identifies the list by its contents, in whatever order and form they were read. */
  String sha256() {
    return sha256;
  }

  /** The asset that the price of the symbol is in. */
  String quoteAsset(String symbol) throws Rejection {
    String listed = quoteAssetBySymbol.get(symbol);
    return listed != null ? listed : ofUnlisted(symbol);
  }

  private String ofUnlisted(String symbol) throws Rejection {
    if (symbol.length() > MAX_CHARS
        || !symbol.codePoints().allMatch(AssetNames::isUpperCaseOrDigit)) {
      throw rejection(
          RejectReason.SYMBOL_UNKNOWN_FORM,
          symbol,
          "and is not upper-case letters and digits, at most " + MAX_CHARS);
    }
    List<String> possible = new ArrayList<>();
    List<String> splits = new ArrayList<>();
    for (int at = Math.max(1, symbol.length() - longestQuoteAsset); at < symbol.length(); at++) {
      String quoteAsset = symbol.substring(at);
      if (quoteAssets.contains(quoteAsset)) {
        possible.add(quoteAsset);
        if (isBaseAsset(symbol.substring(0, at))) {
          splits.add(quoteAsset);
        }
      }
    }
    if (possible.isEmpty()) {
      throw rejection(
          RejectReason.SYMBOL_UNKNOWN_FORM, symbol, "and ends with no listed quote asset");
    }
    if (splits.size() != 1) {
      throw rejection(
          RejectReason.QUOTE_ASSET_AMBIGUOUS,
          symbol,
          splits.isEmpty()
              ? "and has no listed base asset before " + String.join(" or ", possible)
              : "and may be " + pairs(symbol, splits));
    }
    return splits.get(0);
  }

  private boolean isBaseAsset(String asset) {
    return baseAssets.contains(asset)
        || MULTIPLES.stream()
            .anyMatch(
                multiple ->
                    asset.startsWith(multiple)
                        && baseAssets.contains(asset.substring(multiple.length())));
  }

  private static String pairs(String symbol, List<String> quoteAssets) {
    return quoteAssets.stream()
        .map(quote -> symbol.substring(0, symbol.length() - quote.length()) + "/" + quote)
        .collect(Collectors.joining(" or "));
  }

  private static Rejection rejection(RejectReason reason, String symbol, String why) {
    return new Rejection(reason, Excerpt.of(symbol) + " is not listed " + why);
  }
}
