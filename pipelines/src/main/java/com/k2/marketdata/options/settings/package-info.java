/**
 * The settings of catalogs, Kafka, the schema registry and spilling: built from options and the
 * files that they name, and validated before anything runs. Secrets come from the environment.
 */
package com.k2.marketdata.options.settings;
