/**
 * Class-data archives: files with the classes that drivers and executors load, which a JVM maps
 * into its memory instead of reading, parsing and verifying them. Only a JVM of the same version
 * with the same jars accepts an archive, so that it is made where it is used.
 */
package com.k2.marketdata.spark.classdata;
