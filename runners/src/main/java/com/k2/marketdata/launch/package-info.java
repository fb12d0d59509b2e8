/**
 * The main classes of the pipelines, and the runners: DirectRunner and SparkRunner, one class each.
 * Parses the command line and maps failures to exit codes. {@code cli} uses this package.
 */
package com.k2.marketdata.launch;
