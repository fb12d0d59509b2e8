package com.k2.marketdata.options;

import com.k2.marketdata.options.form.Choices;
import java.util.List;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** The exchanges whose trades are processed. */
@Description("Exchanges")
public interface ExchangeOptions extends PipelineOptions {
  @Description("The exchange or exchanges, comma separated, for example binance,kraken.")
  @Validation.Required
  @Choices(ExchangeNames.class)
  List<String> getExchange();

  void setExchange(List<String> exchanges);
}
