/**
 * A trade, the parsers for its amounts and times, and what became of a message: accepted, or
 * rejected with a reason. Exchanges produce these types and the tables store them. It knows nothing
 * about Kafka clients or Iceberg.
 */
package com.k2.marketdata.trade;
