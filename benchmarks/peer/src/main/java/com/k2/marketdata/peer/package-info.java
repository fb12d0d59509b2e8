/**
 * What K2 is compared with. {@link com.k2.marketdata.peer.PeerBronze} and {@link
 * com.k2.marketdata.peer.PeerSilver} do K2's work with Spark Structured Streaming, as well as Spark
 * can; {@link com.k2.marketdata.peer.Floor} does it with plain consumers and Iceberg's Parquet
 * writers, which is what the work costs without any engine.
 *
 * <p>Each job is a process of its own that is measured from outside. It says on standard output
 * when that starts and ends, one line each, and proves its tables afterwards:
 *
 * <pre>
 * &#64;begin
 * &#64;end {"records":5000000,"seconds":15.2,"commits":1}
 * &#64;result {"ok":true,"files":6,"bytes":131072000,"commits":1,"rows":5000000,"deadLetters":0}
 * </pre>
 *
 * <p>It ends with 0 if the result is ok, and with 1 if not. All that it writes is below its folder
 * {@code --work}; it listens on no fixed port.
 */
package com.k2.marketdata.peer;
