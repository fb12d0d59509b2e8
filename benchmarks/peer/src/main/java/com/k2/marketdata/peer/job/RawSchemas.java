package com.k2.marketdata.peer.job;

/** The Avro schemas of the exchanges' raw trades. */
public final class RawSchemas {
  private static final String BINANCE =
      """
      {"type":"record","name":"BinanceRawTrade","namespace":"com.k2.marketdata.raw","fields":[
       {"name":"event_type","type":"string"},
       {"name":"event_time_ms","type":"long"},
       {"name":"symbol","type":"string"},
       {"name":"trade_id","type":"long"},
       {"name":"price","type":"string"},
       {"name":"quantity","type":"string"},
       {"name":"trade_time_ms","type":"long"},
       {"name":"is_buyer_maker","type":"boolean"},
       {"name":"is_best_match","type":["null","boolean"],"default":null},
       {"name":"ingestion_timestamp","type":"long"}]}
      """;
  private static final String KRAKEN =
      """
      {"type":"record","name":"KrakenRawTrade","namespace":"com.k2.marketdata.raw","fields":[
       {"name":"channel_id","type":"long"},
       {"name":"price","type":"string"},
       {"name":"volume","type":"string"},
       {"name":"timestamp","type":"string"},
       {"name":"side","type":"string"},
       {"name":"order_type","type":"string"},
       {"name":"misc","type":"string"},
       {"name":"pair","type":"string"},
       {"name":"ingestion_timestamp","type":"long"}]}
      """;

  private RawSchemas() {}

  /** The schema of an exchange's messages. */
  public static String of(String exchange) {
    return exchange.equals("binance") ? BINANCE : KRAKEN;
  }
}
