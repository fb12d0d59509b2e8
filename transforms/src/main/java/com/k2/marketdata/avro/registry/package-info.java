/**
 * Requests schemas from a Confluent-compatible schema registry and registers them. It implements
 * the schema source of {@code avro}. Pipelines and runners use it; the other packages of {@code
 * avro} do not.
 */
package com.k2.marketdata.avro.registry;
