package com.k2.marketdata.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** How messages are decoded and judged. */
public interface RuleOptions extends PipelineOptions {
  @Description(
      "URL of a Confluent-compatible schema registry; several, comma separated, are tried in turn."
          + " Without it the bundled schemas are used.")
  @Nullable String getSchemaRegistry();

  void setSchemaRegistry(@Nullable String url);

  @Description("How far a trade's time may be beyond its Kafka timestamp.")
  @Default.String("5s")
  String getFutureTolerance();

  void setFutureTolerance(String duration);

  @Description(
      "How long before its Kafka timestamp a trade may have been made; 'off' for backfills.")
  @Default.String("365d")
  String getMaxTradeAge();

  void setMaxTradeAge(String duration);

  @Description(
      "A file that replaces the bundled symbol list: CSV of the same form, or the exchange's own"
          + " exchangeInfo or AssetPairs JSON; only with a single exchange.")
  @Nullable String getSymbolList();

  void setSymbolList(@Nullable String file);

  @Description("The share of a cycle's messages, from 0 to 1, that may be rejected.")
  @Default.Double(0.5)
  double getMaxRejectedShare();

  void setMaxRejectedShare(double share);

  @Description("Cycles with fewer records than this are not judged by --maxRejectedShare.")
  @Default.Long(1000)
  long getMinRecordsForRejectedShare();

  void setMinRecordsForRejectedShare(long records);
}
