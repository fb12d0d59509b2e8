/**
 * The only home of Spark's settings: what drivers, executors and daemons are started with. Other
 * packages set no option of Spark.
 */
package com.k2.marketdata.spark;
