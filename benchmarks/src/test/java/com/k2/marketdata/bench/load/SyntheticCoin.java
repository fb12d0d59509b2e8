package com.k2.marketdata.bench.load;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.generic.GenericRecord;

/** Trades of a third exchange, with the messages of Kraken. */
public final class SyntheticCoin implements SyntheticFormat {
  private static final SyntheticFormat KRAKEN = new SyntheticKraken();

  @Override
  public String exchange() {
    return "coin";
  }

  @Override
  public List<Listing> listings() {
    return KRAKEN.listings().subList(0, 2);
  }

  @Override
  public void fill(GenericRecord raw, Fields trade, SplittableRandom choices) {
    KRAKEN.fill(raw, trade, choices);
  }
}
