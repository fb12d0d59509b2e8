/**
 * An independent check of the tables: a plain Kafka consumer, Avro's generic reader and Iceberg's
 * generic reader, and rules written from the documents. This module depends on no other module of
 * K2, so a fault there cannot hide here.
 */
package com.k2.marketdata.check;
