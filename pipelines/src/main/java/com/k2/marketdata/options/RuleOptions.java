package com.k2.marketdata.options;

import com.k2.marketdata.options.form.Form;
import com.k2.marketdata.options.form.Quantities;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** How messages are decoded and validated. */
@Description("Decoding and validation")
public interface RuleOptions extends PipelineOptions {
  @Description(
      "The URL of a Confluent-compatible schema registry; several URLs, comma separated, are tried"
          + " in turn. Default: none; the bundled schemas are used.")
  @Nullable String getSchemaRegistry();

  void setSchemaRegistry(@Nullable String url);

  @Description("How far the time of a trade may be after its Kafka timestamp.")
  @Default.String("5s")
  @Form(regex = Quantities.DURATION, words = Quantities.DURATION_WORDS)
  String getFutureTolerance();

  void setFutureTolerance(String duration);

  @Description(
      "How far the time of a trade may be before its Kafka timestamp; 'off' disables the check, for"
          + " backfills.")
  @Default.String("365d")
  @Form(regex = "off|" + Quantities.DURATION, words = "'off', or " + Quantities.DURATION_WORDS)
  String getMaxTradeAge();

  void setMaxTradeAge(String duration);

  @Description(
      "A list that replaces the bundled symbol list: a file, or a URL that begins with http:// or"
          + " https://. CSV with the same columns, or the JSON of the exchange's own exchangeInfo"
          + " or AssetPairs endpoint, plain or gzipped. Allowed only with a single exchange.")
  @Nullable String getSymbolList();

  void setSymbolList(@Nullable String fileOrUrl);

  @Description(
      "How often --symbolList is read again, between cycles; 'off' reads it only at the start. A"
          + " list that cannot be read is logged, and the list read before stays in use.")
  @Default.String("10m")
  @Form(regex = "off|" + Quantities.DURATION, words = "'off', or " + Quantities.DURATION_WORDS)
  String getSymbolListRefresh();

  void setSymbolListRefresh(String duration);

  @Description("The maximum share of a cycle's messages, from 0 to 1, that may be rejected.")
  @Default.Double(0.5)
  double getMaxRejectedShare();

  void setMaxRejectedShare(double share);

  @Description("The minimum number of records in a cycle for --maxRejectedShare to apply.")
  @Default.Long(1000)
  long getMinRecordsForRejectedShare();

  void setMinRecordsForRejectedShare(long records);
}
