/**
 * What becomes of a message: Avro's generic reader, the registry's schemas, and the exchanges'
 * rules, written from the documents. Uses {@code check.kafka}.
 */
package com.k2.marketdata.check.rules;
