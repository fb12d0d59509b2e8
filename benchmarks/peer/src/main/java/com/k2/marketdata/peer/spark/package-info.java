/**
 * The peer: K2's work done with Spark Structured Streaming, as efficiently as Spark allows. {@code
 * k2 bench} starts {@link com.k2.marketdata.peer.spark.PeerBronze} and {@link
 * com.k2.marketdata.peer.spark.PeerSilver} by their class names, and no other package uses this
 * one. It uses {@code job}.
 */
package com.k2.marketdata.peer.spark;
