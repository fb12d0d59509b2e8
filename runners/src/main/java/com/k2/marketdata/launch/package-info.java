/**
 * The mains and the runners they use: DirectRunner and SparkRunner, one class each. Parses the
 * command line and turns a failure into an exit code. {@code cli} uses it.
 */
package com.k2.marketdata.launch;
