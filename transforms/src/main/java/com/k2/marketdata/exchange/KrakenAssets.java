package com.k2.marketdata.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.k2.marketdata.trade.Excerpt;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Rejection;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Splits a Kraken pair ({@code XBT/USD}) and gives each asset its usual name: XBT becomes BTC, XDG
 * becomes DOGE, and the list may name more, including Kraken's long ids ({@code XXBT}, {@code
 * ZUSD}). Only whole assets are renamed: {@code AIXBT/USD} is not changed.
 *
 * <p>A pair is two assets separated by one slash. An unlisted asset keeps its name if it has the
 * form of an asset: upper-case letters of any script and ASCII digits, in parts separated by dots
 * ({@code ETH2.S}), optionally followed by the lower-case {@code x} of tokenised stocks ({@code
 * AAPLx}, {@code BRK.Bx}), at most {@value #MAX_CHARS} characters. Anything else is {@code
 * symbol_unknown_form}.
 */
final class KrakenAssets implements Serializable {
  private static final int MAX_CHARS = 32;
  private static final Map<String, String> KRAKENS_OWN_NAMES =
      Map.of("XBT", "BTC", "XXBT", "BTC", "XDG", "DOGE", "XXDG", "DOGE");

  private final Map<String, String> usualNames;
  private final String sha256;

  private KrakenAssets(Map<String, String> usualNames) {
    this.usualNames = Map.copyOf(usualNames);
    this.sha256 =
        ContentHash.of(
            usualNames.entrySet().stream().map(name -> name.getKey() + " " + name.getValue()));
  }

  /** Two assets by their usual names. */
  record Pair(String base, String quote) {}

  /**
   * Reads the bundled list, or the list that replaces it: CSV with the columns wsname, base_norm
   * and quote_norm, or the unchanged response of Kraken's AssetPairs.
   *
   * @param replacement null for the bundled list
   */
  static KrakenAssets of(@Nullable SymbolList replacement) {
    SymbolList list =
        replacement == null ? SymbolList.bundled("symbols/kraken_pairs.csv") : replacement;
    return new KrakenAssets(list.isJson() ? fromAssetPairs(list) : fromCsv(list));
  }

  private static Map<String, String> fromCsv(SymbolList list) {
    Map<String, String> names = new HashMap<>(KRAKENS_OWN_NAMES);
    for (SymbolList.Row row : list.rows("wsname", "base_norm", "quote_norm")) {
      String base = row.required("base_norm");
      String quote = row.required("quote_norm");
      putIfNamed(names, row.optional("base_asset_id"), base);
      putIfNamed(names, row.optional("quote_asset_id"), quote);
      // A pair that only trades off the book has no WebSocket name.
      if (!row.optional("wsname").isEmpty()) {
        String[] assets = split(list, row.where() + ", column wsname", row.optional("wsname"));
        names.put(assets[0], base);
        names.put(assets[1], quote);
      }
    }
    return names;
  }

  private static Map<String, String> fromAssetPairs(SymbolList list) {
    JsonNode root = list.json();
    if (!root.path("error").isEmpty()) {
      throw list.wrong("field error", "an empty array", root.path("error").toString());
    }
    JsonNode pairs = root.path("result");
    if (!pairs.isObject() || pairs.isEmpty()) {
      throw list.wrong(
          "field result",
          "the object of pairs of AssetPairs",
          pairs.isMissingNode() ? "nothing" : Excerpt.of(pairs.toString()));
    }
    Map<String, String> names = new HashMap<>(KRAKENS_OWN_NAMES);
    for (Iterator<Map.Entry<String, JsonNode>> it = pairs.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> pair = it.next();
      String at = "result." + pair.getKey();
      if (pair.getValue().has("wsname")) {
        String wsname = list.text(pair.getValue(), at, "wsname");
        String[] assets = split(list, "field " + at + ".wsname", wsname);
        // AssetPairs does not contain the usual names.
        String base = KRAKENS_OWN_NAMES.getOrDefault(assets[0], assets[0]);
        String quote = KRAKENS_OWN_NAMES.getOrDefault(assets[1], assets[1]);
        names.put(assets[0], base);
        names.put(assets[1], quote);
        names.put(list.text(pair.getValue(), at, "base"), base);
        names.put(list.text(pair.getValue(), at, "quote"), quote);
      }
    }
    return names;
  }

  private static void putIfNamed(Map<String, String> names, String asset, String usualName) {
    if (!asset.isEmpty()) {
      names.put(asset, usualName);
    }
  }

  private static String[] split(SymbolList list, String where, String wsname) {
    String[] assets = wsname.split("/", -1);
    if (assets.length != 2 || assets[0].isEmpty() || assets[1].isEmpty()) {
      throw list.wrong(where, "two assets separated by a slash", Excerpt.of(wsname));
    }
    return assets;
  }

  /** Identifies the list by its contents, in whatever order and form they were read. */
  String sha256() {
    return sha256;
  }

  /** The two assets of a pair, by their usual names. */
  Pair pair(String name) throws Rejection {
    int slash = name.indexOf('/');
    if (slash < 0 || slash != name.lastIndexOf('/')) {
      throw new Rejection(
          RejectReason.SYMBOL_UNKNOWN_FORM,
          Excerpt.of(name) + " is not two assets separated by one slash, such as XBT/USD");
    }
    return new Pair(
        usualName(name, name.substring(0, slash)), usualName(name, name.substring(slash + 1)));
  }

  private String usualName(String pair, String asset) throws Rejection {
    String listed = usualNames.get(asset);
    if (listed != null) {
      return listed;
    }
    if (hasAssetForm(asset)) {
      return asset;
    }
    throw new Rejection(
        RejectReason.SYMBOL_UNKNOWN_FORM,
        Excerpt.of(pair)
            + " has the asset "
            + Excerpt.of(asset)
            + ", which is not listed and is not upper-case letters and digits, such as XBT, ETH2.S or"
            + " AAPLx");
  }

  private static boolean hasAssetForm(String asset) {
    String upper =
        asset.length() > 1 && asset.endsWith("x") ? asset.substring(0, asset.length() - 1) : asset;
    return asset.length() <= MAX_CHARS
        && Arrays.stream(upper.split("\\.", -1))
            .allMatch(
                part ->
                    !part.isEmpty() && part.codePoints().allMatch(AssetNames::isUpperCaseOrDigit));
  }
}
