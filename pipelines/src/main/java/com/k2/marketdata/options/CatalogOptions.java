package com.k2.marketdata.options;

import java.util.Map;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Which catalog holds the tables. */
public interface CatalogOptions extends PipelineOptions {
  @Description("Namespace of the tables.")
  @Default.String("market_data")
  String getNamespace();

  void setNamespace(String namespace);

  @Description(
      "Iceberg catalog properties, written --catalog.type=rest --catalog.uri=… and so on. Without"
          + " any, the catalog of the state folder is used.")
  @Nullable Map<String, String> getCatalogProperties();

  void setCatalogProperties(@Nullable Map<String, String> properties);

  @Description("A properties file with catalog properties, for those that are secrets.")
  @Nullable String getCatalogConfig();

  void setCatalogConfig(@Nullable String file);

  @Description("The state folder: the local catalog and tables, the local stack. Also: K2_STATE.")
  @Nullable String getState();

  void setState(@Nullable String folder);
}
