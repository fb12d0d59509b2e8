/**
 * Spark with Iceberg's procedures in a JVM of its own, for tests of maintenance by other engines.
 * Uses nothing of K2.
 */
package com.k2.marketdata.foreign;
