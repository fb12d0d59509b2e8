/**
 * The floor: the same work with plain Kafka consumers and Iceberg's Parquet writers, which is what
 * it costs without an engine. {@code k2 bench} starts {@link com.k2.marketdata.peer.floor.Floor} by
 * its class name, and no other package uses this one. It uses {@code job} and {@code row}.
 */
package com.k2.marketdata.peer.floor;
