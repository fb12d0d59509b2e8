/**
 * A trade, the parsers for its amounts and times, and the outcome of a message: accepted, or
 * rejected with a reason. Exchanges produce these types and the tables store them. This package
 * uses {@code message} and depends on neither the Kafka clients nor Iceberg.
 */
package com.k2.marketdata.trade;
