/**
 * The settings of Spark, all in one place: what drivers, executors and daemons are started with.
 * Other packages do not set options of Spark.
 */
package com.k2.marketdata.spark;
