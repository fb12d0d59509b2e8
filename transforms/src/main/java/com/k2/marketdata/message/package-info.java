/**
 * A Kafka message and the receipt for a range that was read, with their coders and the reader of
 * their batches. Every source yields these types, and every later step takes them. This package
 * uses no other package of K2.
 */
package com.k2.marketdata.message;
