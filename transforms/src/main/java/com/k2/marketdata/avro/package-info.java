/**
 * Decodes and encodes Confluent-framed Avro: the frame, the writer's schema by its id, and the
 * record. The exchanges' rules use the result. It uses {@code avro.record} and does not depend on
 * any exchange.
 */
package com.k2.marketdata.avro;
