/**
 * Reads recorded trades of each exchange, from CSV files and captured WebSocket frames. An exchange
 * adds its format by implementing {@link com.k2.marketdata.feed.recording.RecordingFormat}. Only
 * {@code feed} and the plugins of exchanges use this package.
 */
package com.k2.marketdata.feed.recording;
