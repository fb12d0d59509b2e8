/**
 * The pipeline options, one interface per concern, and the settings that are made from them. Values
 * are checked here, before anything runs. Pipelines and runners use this package.
 */
package com.k2.marketdata.options;
