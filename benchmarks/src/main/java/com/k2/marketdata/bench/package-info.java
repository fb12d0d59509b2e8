/**
 * The {@code k2 bench} command. Runs K2's jobs, Spark's and a floor without an engine on the same
 * messages, and reports what they took.
 */
package com.k2.marketdata.bench;
