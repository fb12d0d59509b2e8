package com.k2.marketdata.options;

import java.util.Map;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The Iceberg catalog that has the tables. */
@Description("Catalog")
public interface CatalogOptions extends PipelineOptions {
  @Description("The namespace of the tables.")
  @Default.String("market_data")
  String getNamespace();

  void setNamespace(String namespace);

  @Description(
      "An Iceberg catalog property, for example --catalog.type=rest; can be repeated. Secrets belong"
          + " in --catalogConfig. Default: the catalog in the state folder.")
  @Nullable Map<String, String> getCatalogProperties();

  void setCatalogProperties(@Nullable Map<String, String> properties);

  @Description(
      "A properties file with Iceberg catalog properties. ${env:NAME} in a value is replaced by the"
          + " environment variable NAME.")
  @Nullable String getCatalogConfig();

  void setCatalogConfig(@Nullable String file);

  @Description(
      "The state folder, which has the local stack and the local catalog. Default: the environment"
          + " variable K2_STATE, or .k2 in the working directory.")
  @Nullable String getState();

  void setState(@Nullable String folder);
}
