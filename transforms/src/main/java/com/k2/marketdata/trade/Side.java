package com.k2.marketdata.trade;

/** The side of the party that took liquidity. */
public enum Side {
  BUY,
  SELL
}
