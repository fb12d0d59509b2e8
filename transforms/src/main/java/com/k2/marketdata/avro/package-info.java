/**
 * Decodes Confluent-framed Avro: the frame, the writer schema from a registry or from K2's own
 * resources, and the record. The exchanges' rules take what it decodes. It does not depend on any
 * exchange.
 */
package com.k2.marketdata.avro;
