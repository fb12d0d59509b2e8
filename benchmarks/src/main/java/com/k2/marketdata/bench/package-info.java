/**
 * The {@code k2 bench} command. It runs K2's jobs, Spark's jobs and a floor without an engine on
 * the same messages, and reports their speed and cost. Nothing else uses this package, which uses
 * all packages below it except {@code inner}.
 */
package com.k2.marketdata.bench;
